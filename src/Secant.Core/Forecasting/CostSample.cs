namespace Secant.Core.Forecasting;

/// <summary>What the parts of a run take on a machine, in seconds: the kernels' costs times the sizes of the run.</summary>
public sealed record CostSample
{
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
}
