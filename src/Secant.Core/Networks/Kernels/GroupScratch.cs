using Secant.Core.Numerics;

namespace Secant.Core.Networks.Kernels;

/// <summary>Working memory of one computing thread.</summary>
internal sealed class GroupScratch(NetShape shape)
{
    private const int Lanes = NetShape.GroupSize;

    private readonly List<double[]> _logits = [];

    /// <summary>Loss differences summed over the batch, later the gradient; laid out as <see cref="Group.Values"/> of hidden
    /// units.</summary>
    public AlignedDoubles Gradient { get; } = new((shape.Inputs + 1 + shape.Classes) * Lanes);

    /// <summary>L(θ+h) - L(θ-h) on one sample for each distinct pixel value of it and the bias, (values + 1) x 8.</summary>
    public AlignedDoubles Differences { get; } = new(256 * Lanes);

    /// <summary>The loss series of one sample, degree x 8.</summary>
    public AlignedDoubles Terms { get; } = new(LossSeries.LargestDegree * Lanes);

    public AlignedDoubles Moments { get; } = new(LossSeries.LargestDegree * Lanes);

    /// <summary>Activations of one sample, 8.</summary>
    public AlignedDoubles Activations { get; } = new(Lanes);

    /// <summary>W2 as 8 x padded C.</summary>
    public AlignedDoubles OutputRows { get; } = new(Lanes * shape.PaddedClasses);

    /// <summary>Partial logits of one sample, padded C.</summary>
    public AlignedDoubles LogitRow { get; } = new(shape.PaddedClasses);

    /// <summary>Room for the partial logits of a right-hand child of a tree node of some level, kept from call to call.</summary>
    public Span<double> LogitsOfLevel(int level, int length)
    {
        while (_logits.Count <= level)
        {
            _logits.Add([]);
        }

        if (_logits[level].Length < length)
        {
            _logits[level] = new double[length];
        }

        return _logits[level].AsSpan(0, length);
    }
}
