using Secant.Core.Experiments;
using static Secant.Cli.Terminal.SpecPart;

namespace Secant.Cli.Terminal;

/// <summary>The table of the spec's fields, in the order of the command line.</summary>
/// <param name="rows">A row for each field.</param>
internal sealed class SpecFields(params IReadOnlyList<SpecField> rows)
{
    public static SpecFields All { get; } = new(
        SpecField.Of("iterations", Number, nameof(ExperimentSpec.Iterations), "passes to make; 0 leaves the initial net",
            Readings.Whole, spec => spec.Iterations, (spec, value) => spec with { Iterations = value }) with
        { Range = limits => (0, limits.Iterations), Korean = new("반복 횟수") },
        SpecField.Of("batch", Number, nameof(ExperimentSpec.BatchSize), "images a pass, drawn with replacement",
            Readings.Whole, spec => spec.BatchSize, (spec, value) => spec with { BatchSize = value }) with
        { Range = limits => (1, limits.BatchSize), English = new("batch size"), Korean = new("배치 크기") },
        SpecField.Of("rate", Number, nameof(ExperimentSpec.LearningRate), "learning rate, such as 0.05",
            Readings.Real, spec => spec.LearningRate, (spec, value) => spec with { LearningRate = value }) with
        { Range = _ => (double.Epsilon, double.MaxValue), English = new("learning rate"), Korean = new("학습률") },
        SpecField.Of("hidden", Number, nameof(ExperimentSpec.HiddenSize), "hidden units",
            Readings.Whole, spec => spec.HiddenSize, (spec, value) => spec with { HiddenSize = value }) with
        { Range = limits => (1, limits.HiddenSize), English = new("hidden size"), Korean = new("은닉층 크기") },
        SpecField.Of("seed", Seed, nameof(ExperimentSpec.Seed),
            "key of every random draw; the same spec and seed give the same bits",
            Readings.Seed, spec => spec.Seed, (spec, value) => spec with { Seed = value }) with
        { Shown = "seed {0}", Korean = new("시드") },
        SpecField.Of("data", Net, nameof(ExperimentSpec.Data),
            "data set: mnist-10k, mnist, fashion-mnist, or a folder of IDX files",
            Readings.Text with { HelpName = "NAME|FOLDER" }, spec => spec.Data, (spec, value) => spec with { Data = value }) with
        { Shown = "{0}", Korean = new("데이터") },
        SpecField.Of("activation", Net, nameof(ExperimentSpec.Activation), "activation of the hidden units",
            Readings.Word<Activation>(), spec => spec.Activation, (spec, value) => spec with { Activation = value }) with
        { Shown = "{0}", Korean = new("활성화 함수") },
        SpecField.Of("init", Net, nameof(ExperimentSpec.Initialization),
            "how the weights start: deviation S, or 1/inputs (xavier), or 2/inputs (he) as variance",
            Readings.Start, spec => spec.Initialization, (spec, value) => spec with { Initialization = value }) with
        { Shown = "{0}", Korean = new("초기화") },
        SpecField.Of("scale", Net, nameof(ExperimentSpec.Scale), "pixels as 0..255 (raw) or 0..1 (unit)",
            Readings.Word<InputScale>(), spec => spec.Scale, (spec, value) => spec with { Scale = value }) with
        { Shown = "{0} pixels", Korean = new("픽셀 값") },
        SpecField.Of("step", Net, nameof(ExperimentSpec.Step), "h of the central difference, {range}",
            Readings.Real with { HelpName = "H" }, spec => spec.Step, (spec, value) => spec with { Step = value }) with
        { Range = _ => (SpecLimits.SmallestStep, SpecLimits.LargestStep), Shown = "step {0}", Korean = new("차분 간격") },
        SpecField.Of("kernel", Training, nameof(ExperimentSpec.Kernel),
            "incremental recomputes what a step touches; naive recomputes everything, for small nets",
            Readings.Word<GradientKernel>(), spec => spec.Kernel, (spec, value) => spec with { Kernel = value }) with
        { Shown = "{0} kernel", Korean = new("계산 방식") },
        SpecField.Of("eval-every", Training, nameof(ExperimentSpec.EvaluateEvery),
            "iterations between two points of the accuracy curve [default: a twentieth of the run, a fifth from 2000 "
                + "hidden units on]",
            Readings.Count, spec => spec.EvaluateEvery, (spec, value) => spec with { EvaluateEvery = value }) with
        {
            Range = _ => (1, int.MaxValue),
            English = new("evaluated", "every {0} iterations"),
            Korean = new("평가", "{0}회마다"),
        },
        SpecField.Of("stop-when-flat", Training, nameof(ExperimentSpec.StopWhenFlat),
            "end the run when N evaluations in a row brought no better test accuracy",
            Readings.Count, spec => spec.StopWhenFlat, (spec, value) => spec with { StopWhenFlat = value }) with
        {
            // A quarter of the run at the usual interval between evaluations.
            Bare = "5",
            Range = _ => (1, int.MaxValue),
            English = new("stops", "after {0} flat evaluations"),
            Korean = new("멈춤", "평가 {0}번 동안 오르지 않으면"),
        });

    public IReadOnlyList<SpecField> Rows { get; } = rows;

    /// <summary>The four numbers.</summary>
    public IReadOnlyList<SpecField> Numbers { get; } = [.. rows.Where(row => row.Part == Number)];

    /// <summary>All but the four numbers.</summary>
    public IReadOnlyList<SpecField> Options { get; } = [.. rows.Where(row => row.Part != Number)];

    /// <summary>The options without the seed.</summary>
    public IReadOnlyList<SpecField> Settings { get; } = [.. rows.Where(row => row.Part is Net or Training)];

    /// <summary>The order of a sweep file, where the last field varies fastest: the seed, by which repeats differ.</summary>
    public IReadOnlyList<SpecField> OfSweep { get; } =
        [.. rows.Where(row => row.Part != Seed), .. rows.Where(row => row.Part == Seed)];
}
