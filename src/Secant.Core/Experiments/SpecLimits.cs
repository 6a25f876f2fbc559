namespace Secant.Core.Experiments;

/// <summary>
/// How large an experiment may be. The limits are there so that a slip of the finger is refused in a line, not found out after an
/// hour; an operator raises them in the configuration, and every message names the key.
/// </summary>
public sealed record SpecLimits
{
    /// <summary>Smallest half distance of the central difference: below it the difference drowns in the rounding of the
    /// input.</summary>
    public const double SmallestStep = 1e-8;

    /// <summary>Largest half distance of the central difference.</summary>
    public const double LargestStep = 1;

    /// <summary>Most hidden units, H. Default 1,000,000.</summary>
    public int HiddenSize { get; init; } = 1_000_000;

    /// <summary>Most samples a pass, B. Default 1,000,000.</summary>
    public int BatchSize { get; init; } = 1_000_000;

    /// <summary>Most passes, T. Default 100,000,000.</summary>
    public int Iterations { get; init; } = 100_000_000;

    /// <summary>Most parameters of a net, D·H + H + H·C + C. Default 1,000,000,000, which is 8 GB.</summary>
    public long Parameters { get; init; } = 1_000_000_000;

    /// <summary>
    /// Most parameters of a net under <see cref="GradientKernel.Naive"/>, whose cost is quadratic in them. Default 1,000,000: at
    /// 784 inputs a hidden size of 1,257.
    /// </summary>
    public long NaiveParameters { get; init; } = 1_000_000;

    /// <summary>Checks what can be checked before the data set is known.</summary>
    /// <exception cref="SecantException">A number is out of its range (<see cref="Failure.Usage"/>).</exception>
    public void Check(ExperimentSpec spec)
    {
        Within("iterations", spec.Iterations, 0, Iterations, "iterations");
        Within("batch size", spec.BatchSize, 1, BatchSize, "batch-size");
        Positive("learning rate", spec.LearningRate);
        Within("hidden size", spec.HiddenSize, 1, HiddenSize, "hidden-size");
        if (!(spec.Step is >= SmallestStep and <= LargestStep))
        {
            throw Usage($"step {ExactNumber.Of(spec.Step)} is out of range: expected 1e-8 to 1, such as 1e-4");
        }

        if (spec.EvaluateEvery is < 1)
        {
            throw Usage($"an evaluation every {spec.EvaluateEvery} iterations is out of range: expected 1 or more");
        }

        if (spec.StopWhenFlat is < 1)
        {
            throw Usage($"stopping after {spec.StopWhenFlat} flat evaluations is out of range: expected 1 or more");
        }
    }

    /// <summary>Checks the size of the net, once the data set says how many inputs and outputs it has.</summary>
    /// <param name="spec">The experiment.</param>
    /// <param name="inputs">Pixels an image, D.</param>
    /// <param name="classes">Outputs, C.</param>
    /// <exception cref="SecantException">The net is too large (<see cref="Failure.Usage"/>).</exception>
    public void CheckNet(ExperimentSpec spec, int inputs, int classes)
    {
        var parameters = ((inputs + 1L + classes) * spec.HiddenSize) + classes;
        if (parameters > Parameters)
        {
            throw Usage($"hidden size {spec.HiddenSize} with {inputs} inputs makes {parameters} parameters: expected at most "
                + $"{Parameters}; take fewer hidden units, or raise secant.limits.parameters");
        }

        if ((long)Math.Max(inputs, classes) * spec.HiddenSize is var weights && weights > Array.MaxLength)
        {
            throw Usage($"hidden size {spec.HiddenSize} with {inputs} inputs makes {weights} weights in one layer: expected at "
                + "most "
                + $"{Array.MaxLength}, which one array holds; take fewer hidden units");
        }

        if (spec.Kernel == GradientKernel.Naive && parameters > NaiveParameters)
        {
            throw Usage($"hidden size {spec.HiddenSize} with {inputs} inputs makes {parameters} parameters: the naive kernel "
                + "takes at "
                + $"most {NaiveParameters}; take fewer hidden units or the incremental kernel, or raise "
                + "secant.limits.naive-parameters");
        }
    }

    private static void Within(string name, int value, int least, int most, string key)
    {
        if (value < least)
        {
            throw Usage($"{name} {value} is out of range: expected {least} to {most}");
        }

        if (value > most)
        {
            throw Usage($"{name} {value} is out of range: expected {least} to {most}; the limit is "
                + $"secant.limits.{key} in the configuration");
        }
    }

    private static void Positive(string name, double value)
    {
        if (!double.IsFinite(value) || value <= 0)
        {
            throw Usage($"{name} {ExactNumber.Of(value)} is out of range: expected a positive finite number, such as 0.05");
        }
    }

    private static SecantException Usage(string message) => new(Failure.Usage, message);
}
