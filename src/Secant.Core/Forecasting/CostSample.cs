using Secant.Core.Networks;

namespace Secant.Core.Forecasting;

/// <summary>What the parts of a run take on a machine, as a short sample of its own passes, evaluations and writes gave them; in
/// seconds.</summary>
public sealed record CostSample
{
    /// <summary>B that it holds for.</summary>
    public required int BatchSize { get; init; }

    /// <summary>H that it holds for.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Whether every partial derivative takes whole forward passes, so that computing grows with the square of the
    /// hidden size.</summary>
    public required bool IsNaive { get; init; }

    /// <summary>Cores that a pass is computed on.</summary>
    public required int Cores { get; init; }

    /// <summary>Of a pass, what is not computing: messages, threads waking up, joining the logits.</summary>
    public required double Overhead { get; init; }

    /// <summary>Of a pass, what is computing, the making of images that it is the first to use left out.</summary>
    public required double Compute { get; init; }

    /// <summary>Taking one image through the net.</summary>
    public required double Forward { get; init; }

    /// <summary>Making an image's sparse form on those cores, once for each image of the data set that is used.</summary>
    public required double FirstUse { get; init; }

    /// <summary>Making the initial net.</summary>
    public required double Opening { get; init; }

    /// <summary>Putting a checkpoint into the store.</summary>
    public required double Saving { get; init; }

    /// <summary>What the compiler takes of the run, once.</summary>
    public double Starting { get; init; }

    /// <summary>A whole pass.</summary>
    public double Pass => Overhead + Compute;

    /// <summary>The parts of a run of another size: computing grows with the batch and the groups of hidden units, the rest
    /// stays.</summary>
    public CostSample For(int batchSize, int hiddenSize)
    {
        var groups = (double)Groups(hiddenSize) / Groups(HiddenSize);
        return this with
        {
            BatchSize = batchSize,
            HiddenSize = hiddenSize,
            Compute = Compute * batchSize / BatchSize * groups * (IsNaive ? groups : 1),
            Forward = Forward * groups,
            Opening = Opening * groups,
            Saving = Saving * Math.Max(1, groups),
        };
    }

    private static int Groups(int units) => (units + NetShape.GroupSize - 1) / NetShape.GroupSize;
}
