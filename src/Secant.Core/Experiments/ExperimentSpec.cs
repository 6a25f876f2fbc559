namespace Secant.Core.Experiments;

/// <summary>
/// Everything that decides the bits of a result. Two runs of equal specs (the data's checksum included) end in the same
/// parameters to the last bit, on any machine.
/// </summary>
public sealed record ExperimentSpec
{
    /// <summary>Passes to make, T, at most where <see cref="StopWhenFlat"/> is set. 0 leaves the initial net.</summary>
    public required int Iterations { get; init; }

    /// <summary>Samples a pass, B, drawn uniformly with replacement.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Step of gradient descent, a positive finite number.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Hidden units, H.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Key of every random draw of the experiment.</summary>
    public ulong Seed { get; init; } = 1;

    public Activation Activation { get; init; } = Activation.Sigmoid;

    public Initialization Initialization { get; init; } = Initialization.Default;

    public InputScale Scale { get; init; } = InputScale.Raw;

    /// <summary>Half the distance between the two points of the central difference, h, from 1e-8 to 1.</summary>
    public double Step { get; init; } = 1e-4;

    public GradientKernel Kernel { get; init; } = GradientKernel.Incremental;

    /// <summary>Iterations between two points of the curve; null leaves it to <see cref="EvaluationSchedule"/>.</summary>
    public int? EvaluateEvery { get; init; }

    /// <summary>
    /// Points of the curve without a better test accuracy after which the run ends (see <see cref="EvaluationSchedule.IsLast"/>);
    /// null makes all passes.
    /// </summary>
    public int? StopWhenFlat { get; init; }

    /// <summary>The data set: a catalogue name, or the absolute path of a folder of IDX files.</summary>
    public string Data { get; init; } = "mnist-10k";

    /// <summary>SHA-256, in lower-case hex, over the four decoded IDX payloads; empty until the data set was read.</summary>
    public string DataSha256 { get; init; } = "";
}
