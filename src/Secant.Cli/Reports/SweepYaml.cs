using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Cli.Reports;

/// <summary>The runs of a report as the file of a sweep that makes them all again.</summary>
internal static class SweepYaml
{
    public const string FileName = "sweep.yaml";

    public const string Command = $"secant sweep {FileName}";

    // Text in double quotes is the same in JSON and YAML; Hangul stays readable.
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Of(SweepResult result)
    {
        var text = new StringBuilder();
        if (result.Name is { } name)
        {
            text.Append($"name: {Quoted(name)}\n");
        }

        text.Append("experiments:\n");
        foreach (var row in result.Rows)
        {
            foreach (var (first, count) in Stretches(row.Runs.Select(run => run.Spec.Seed)))
            {
                var fields = Fields(row.Spec with { Seed = first }).Append($"repeat: {Whole(count)}");
                text.Append($"  - {{{string.Join(", ", fields)}}}\n");
            }
        }

        return text.ToString();
    }

    // The four numbers and the data set are said in any case.
    private static IEnumerable<string> Fields(SpecRecord spec) =>
        from field in SpecFields.All.OfSweep
        let text = field.Text(spec)
        where text is not null && (field.Part == SpecPart.Number || field.Reading.IsText || field.IsSaid(spec))
        select $"{field.Word}: {(field.Reading.IsText ? Quoted(text) : text)}";

    // Seeds that follow each other are one row's repeats.
    private static List<(ulong First, int Count)> Stretches(IEnumerable<ulong> seeds)
    {
        var stretches = new List<(ulong First, int Count)>();
        foreach (var seed in seeds.Distinct().Order())
        {
            if (stretches is [.., var last] && seed == last.First + (ulong)last.Count)
            {
                stretches[^1] = last with { Count = last.Count + 1 };
            }
            else
            {
                stretches.Add((seed, 1));
            }
        }

        return stretches;
    }

    private static string Quoted(string text) => ShownText.EscapeJson(JsonSerializer.Serialize(text, Quoting));

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
