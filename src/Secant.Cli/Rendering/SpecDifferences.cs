using Secant.Actors.Journal;

namespace Secant.Cli.Rendering;

/// <summary>What sets the specs of a table apart beyond the four numbers and the seed.</summary>
internal static class SpecDifferences
{
    // What is left to the defaults is an empty text.
    private static readonly (string Name, Func<SpecRecord, string> Value)[] Settings =
    [
        ("data", spec => spec.Data),
        ("activation", spec => spec.Activation),
        ("init", spec => spec.Initialization),
        ("scale", spec => spec.Scale),
        ("step", spec => Figures.Exact(spec.Step)),
        ("kernel", spec => spec.Kernel),
        ("evaluated", spec => spec.EvaluateEvery is { } every ? $"every {every} iterations" : ""),
        ("stops", spec => spec.StopWhenFlat is { } patience ? $"after {patience} flat evaluations" : ""),
    ];

    /// <summary>The settings in which not all specs agree, one text a spec; empty texts where all agree.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<SpecRecord> specs)
    {
        var varied = Settings.Where(setting => specs.Select(setting.Value).Distinct().Count() > 1).ToList();
        return [.. specs.Select(spec => string.Join(", ", varied.Select(setting => setting.Value(spec)).Where(value => value.Length > 0)))];
    }

    /// <summary>The settings that all specs share, as <c>name value</c>.</summary>
    public static IReadOnlyList<(string Name, string Value)> Shared(IReadOnlyList<SpecRecord> specs) =>
        [.. Settings.Where(setting => specs.Select(setting.Value).Distinct().Count() == 1 && setting.Value(specs[0]).Length > 0).Select(setting => (setting.Name, setting.Value(specs[0])))];
}
