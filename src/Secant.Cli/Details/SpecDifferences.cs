using Secant.Cli.Terminal;
using Secant.Lab.Contracts;

namespace Secant.Cli.Details;

/// <summary>What sets the specs of a table apart beyond the four numbers and the seed.</summary>
internal static class SpecDifferences
{
    /// <summary>The settings in which not all specs agree, one text a spec; empty texts where all agree.</summary>
    /// <param name="specs">The specs.</param>
    /// <param name="words">How a language says a field.</param>
    /// <param name="fields">The fields of a spec; null takes all that there are.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<SpecRecord> specs, Func<SpecField, SettingText> words,
        SpecFields? fields = null) =>
        Differences.Of(specs, (fields ?? SpecFields.All).Settings
            .Select(field => (Func<SpecRecord, string>)(spec => words(field).Of(field.Text(spec)))));

    /// <summary>The settings that all specs share, such as <c>init normal:0.01</c>.</summary>
    public static IEnumerable<string> Shared(IReadOnlyList<SpecRecord> specs, Func<SpecField, SettingText> words) =>
        from field in SpecFields.All.Settings
        let values = specs.Select(spec => words(field).Of(field.Text(spec))).Distinct().ToList()
        where values is [{ Length: > 0 }]
        select $"{words(field).Name} {values[0]}";
}
