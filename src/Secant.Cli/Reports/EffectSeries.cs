using Secant.Cli.Sweeps;
using Secant.Core;
using Secant.Core.Statistics;
using Secant.Lab.Contracts;

namespace Secant.Cli.Reports;

/// <summary>Specs that differ in one of the four numbers alone, by its value: what changing it, and nothing else, did.</summary>
/// <param name="Number">Which number.</param>
/// <param name="Base">The others, in the spec of the first.</param>
/// <param name="Setting">What sets the series apart from others beyond the four numbers; empty where nothing does.</param>
/// <param name="Steps">Each value against the next one.</param>
internal sealed record EffectSeries(Number Number, SpecRecord Base, string Setting, IReadOnlyList<EffectStep> Steps)
{
    /// <summary>Series that a report says: a grid has more than anybody reads.</summary>
    public const int Most = 12;

    /// <summary>The longest first, of equally long ones in the order of the numbers.</summary>
    /// <param name="specs">Specs that have results.</param>
    /// <param name="settings">What sets each of them apart beyond the four numbers.</param>
    public static IReadOnlyList<EffectSeries> Of(IReadOnlyList<SpecResult> specs, IReadOnlyList<string> settings) =>
    [
        .. Enum.GetValues<Number>()
            .SelectMany(number => specs.Zip(settings, (spec, setting) => (Spec: spec, Setting: setting))
                .GroupBy(each => Without(number, RunKey.OfRow(each.Spec.Spec)))
                .Where(group => group.Count() > 1)
                .Select(group => Of(number, group.First().Setting,
                [.. group.Select(each => each.Spec).OrderBy(spec => Factor.Value(number, spec.Spec))])))
            .OrderByDescending(series => series.Steps.Count),
    ];

    private static EffectSeries Of(Number number, string setting, IReadOnlyList<SpecResult> specs) =>
        new(number, specs[0].Spec, setting, [.. specs.Zip(specs.Skip(1), (from, to) => EffectStep.Of(number, from, to))]);

    private static SpecRecord Without(Number number, SpecRecord spec) => number switch
    {
        Number.Iterations => spec with { Iterations = 0 },
        Number.Batch => spec with { BatchSize = 0 },
        Number.Rate => spec with { LearningRate = 0 },
        Number.Hidden => spec with { HiddenSize = 0 },
        _ => throw NoRule.For(number),
    };
}

/// <summary>From one value to the next.</summary>
/// <param name="From">The smaller value.</param>
/// <param name="To">The larger one.</param>
/// <param name="Gain">What the accuracy gained, seed by seed where seeds are common.</param>
internal sealed record EffectStep(double From, double To, SampleSummary Gain)
{
    /// <summary>True where the 95 % interval does not hold 0.</summary>
    public bool IsMoreThanNoise => Gain.Low > 0 || Gain.High < 0;

    public static EffectStep Of(Number number, SpecResult from, SpecResult to) => new(
        Factor.Value(number, from.Spec), Factor.Value(number, to.Spec),
            PairedDifference.Of(to.AccuracyBySeed, from.AccuracyBySeed).Difference);
}
