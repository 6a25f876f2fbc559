using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Reports;

/// <summary>The runs of a report as the file of a sweep that makes them all again.</summary>
internal static class SweepYaml
{
    public const string FileName = "sweep.yaml";

    public const string Command = $"secant sweep {FileName}";

    private static readonly SpecRecord Defaults =
        SpecRecord.From(new ExperimentSpec { Iterations = 0, BatchSize = 1, LearningRate = 1, HiddenSize = 1 });

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

    private static IEnumerable<string> Fields(SpecRecord spec)
    {
        yield return $"iterations: {Whole(spec.Iterations)}";
        yield return $"batch: {Whole(spec.BatchSize)}";
        yield return $"rate: {Figures.Exact(spec.LearningRate)}";
        yield return $"hidden: {Whole(spec.HiddenSize)}";
        yield return $"data: {Quoted(spec.Data)}";
        foreach (var (field, value, standard) in ((string, string?, string?)[])
        [
            ("activation", spec.Activation, Defaults.Activation),
            ("init", spec.Initialization, Defaults.Initialization),
            ("scale", spec.Scale, Defaults.Scale),
            ("step", Figures.Exact(spec.Step), Figures.Exact(Defaults.Step)),
            ("kernel", spec.Kernel, Defaults.Kernel),
            ("eval-every", spec.EvaluateEvery is { } every ? Whole(every) : null, null),
            ("stop-when-flat", spec.StopWhenFlat is { } patience ? Whole(patience) : null, null),
        ])
        {
            if (value is not null && value != standard)
            {
                yield return $"{field}: {value}";
            }
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"seed: {spec.Seed}");
    }

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
