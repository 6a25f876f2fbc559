using System.Security.Cryptography;

namespace Secant.Core.Data;

/// <summary>A train set and a test set of the same image size.</summary>
/// <param name="Name">A catalogue name, or the absolute path of the folder it was read from.</param>
/// <param name="Sha256">SHA-256, in lower-case hex, over the four decoded IDX payloads: train images, train labels, test images,
/// test labels.</param>
/// <param name="Train">The images that batches are drawn from.</param>
/// <param name="Test">The images that accuracy is measured on.</param>
public sealed record DataSet(string Name, string Sha256, ImageSet Train, ImageSet Test)
{
    /// <summary>Inputs of the net, D.</summary>
    public int Dimension => Train.Dimension;

    /// <summary>Outputs of the net, C: one more than the largest label of either set, at least 2.</summary>
    public int Classes { get; } = Math.Max(2, 1 + Math.Max(Largest(Train.Labels), Largest(Test.Labels)));

    /// <summary>Makes a data set of four decoded IDX files, checks them, and takes their checksum.</summary>
    /// <exception cref="SecantException"><see cref="Failure.Data"/>: a payload is damaged, or two do not fit
    /// together.</exception>
    public static DataSet FromIdx(string name, IdxPayloads payloads)
    {
        var train = Images("train", payloads.TrainImages, payloads.TrainLabels);
        var test = Images("test", payloads.TestImages, payloads.TestLabels);
        return Join(name, train, test, payloads.Sha256());

        ImageSet Images(string part, byte[] images, byte[] labels)
        {
            using var imageStream = new MemoryStream(images, writable: false);
            using var labelStream = new MemoryStream(labels, writable: false);
            return Pair(
                IdxReader.ReadImages(imageStream, $"{name}: {part} images"),
                IdxReader.ReadLabels(labelStream, $"{name}: {part} labels"),
                $"{name}: {part}");
        }
    }

    /// <summary>The four decoded IDX files that <see cref="FromIdx"/> makes the same data set of.</summary>
    public IdxPayloads ToIdx() => new(
        [.. IdxFile.ImageHeader(Train), .. Train.Pixels],
        [.. IdxFile.LabelHeader(Train), .. Train.Labels],
        [.. IdxFile.ImageHeader(Test), .. Test.Pixels],
        [.. IdxFile.LabelHeader(Test), .. Test.Labels]);

    /// <summary>Joins images with their labels.</summary>
    internal static ImageSet Pair(IdxFile images, IdxFile labels, string source) => images.Count == labels.Count
        ? new ImageSet(images.Rows, images.Columns, images.Body, labels.Body)
        : throw new SecantException(
            Failure.Data, $"{source}: {images.Count} images but {labels.Count} labels; replace the files with a matching pair");

    /// <summary>Joins the two sets; takes the checksum unless it is known.</summary>
    internal static DataSet Join(string name, ImageSet train, ImageSet test, string? sha256 = null)
    {
        if ((train.Rows, train.Columns) != (test.Rows, test.Columns))
        {
            throw new SecantException(
                Failure.Data,
                $"{name}: train images are {train.Rows} x {train.Columns}, test images {test.Rows} x {test.Columns}; use files "
                    + "of one size");
        }

        return new DataSet(name, sha256 ?? Hash(train, test), train, test);
    }

    private static string Hash(ImageSet train, ImageSet test)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var set in (ReadOnlySpan<ImageSet>)[train, test])
        {
            hash.AppendData(IdxFile.ImageHeader(set));
            hash.AppendData(set.Pixels);
            hash.AppendData(IdxFile.LabelHeader(set));
            hash.AppendData(set.Labels);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

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
