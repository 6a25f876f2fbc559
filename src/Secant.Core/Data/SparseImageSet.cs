namespace Secant.Core.Data;

/// <summary>The images of a set as <see cref="SparseImage"/>s, each made when it is first asked for. Safe for concurrent
/// use.</summary>
public sealed class SparseImageSet(ImageSet images)
{
    private readonly SparseImage?[] _made = new SparseImage?[images.Count];

    public int Count => images.Count;

    public int Dimension => images.Dimension;

    /// <summary>The image at an index. Two threads may make it at once; both make the same.</summary>
    public SparseImage this[int index] =>
        Volatile.Read(ref _made[index])
        ?? Interlocked.CompareExchange(ref _made[index], SparseImage.From(images.Image(index)), null)
        ?? _made[index]!;

    public byte Label(int index) => images.Labels[index];
}
