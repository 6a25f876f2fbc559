namespace Secant.Core.Data;

/// <summary>A train set and a test set of the same image size.</summary>
/// <param name="Name">A catalogue name, or the absolute path of the folder it was read from.</param>
/// <param name="Sha256">SHA-256, in lower-case hex, over the four decoded IDX payloads: train images, train labels, test images, test labels.</param>
/// <param name="Train">The images that batches are drawn from.</param>
/// <param name="Test">The images that accuracy is measured on.</param>
public sealed record DataSet(string Name, string Sha256, ImageSet Train, ImageSet Test)
{
    /// <summary>Inputs of the net, D.</summary>
    public int Dimension => Train.Dimension;

    /// <summary>Outputs of the net, C: one more than the largest label of either set, at least 2.</summary>
    public int Classes { get; } = Math.Max(2, 1 + Math.Max(Largest(Train.Labels), Largest(Test.Labels)));

    private static int Largest(ReadOnlySpan<byte> labels)
    {
        var largest = 0;
        foreach (var label in labels)
        {
            largest = Math.Max(largest, label);
        }

        return largest;
    }
}
