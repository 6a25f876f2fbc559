using Secant.Cli.Terminal;
using Secant.Lab.Contracts;

namespace Secant.Cli.Details;

/// <summary>What sets the specs of a table apart beyond the four numbers and the seed.</summary>
internal static class SpecDifferences
{
    // What is left to the defaults is an empty text.
    private static readonly (string Name, Func<SpecRecord, SettingWords, string> Value)[] Settings =
    [
        ("data", (spec, _) => spec.Data),
        ("activation", (spec, _) => spec.Activation),
        ("init", (spec, _) => spec.Initialization),
        ("scale", (spec, _) => spec.Scale),
        ("step", (spec, _) => Figures.Exact(spec.Step)),
        ("kernel", (spec, _) => spec.Kernel),
        ("evaluated", (spec, words) => spec.EvaluateEvery is { } every ? words.Every(every) : ""),
        ("stops", (spec, words) => spec.StopWhenFlat is { } patience ? words.AfterFlat(patience) : ""),
    ];

    /// <summary>The settings in which not all specs agree, one text a spec; empty texts where all agree.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<SpecRecord> specs, SettingWords words) =>
        Differences.Of(specs, Settings.Select(setting => (Func<SpecRecord, string>)(spec => setting.Value(spec, words))));

    /// <summary>The settings that all specs share, such as <c>init normal:0.01</c>.</summary>
    public static IEnumerable<string> Shared(IReadOnlyList<SpecRecord> specs, SettingWords words) =>
        from setting in Settings
        let values = specs.Select(spec => setting.Value(spec, words)).Distinct().ToList()
        where values is [{ Length: > 0 }]
        select $"{words.Name(setting.Name)} {values[0]}";
}
