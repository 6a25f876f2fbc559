using System.Globalization;
using System.Text;
using Secant.Actors.Monitoring;
using Secant.Cli.Rendering;

namespace Secant.Cli.Reporting;

/// <summary>Every run as a line of comma-separated values (RFC 4180, UTF-8 with a mark, as spreadsheets want it).</summary>
internal static class CsvReport
{
    private static readonly (string Name, Func<ExperimentDocument, object?> Value)[] Columns =
    [
        ("id", run => run.Id),
        ("state", run => run.State),
        ("iterations", run => run.Spec.Iterations),
        ("batch", run => run.Spec.BatchSize),
        ("rate", run => run.Spec.LearningRate),
        ("hidden", run => run.Spec.HiddenSize),
        ("seed", run => run.Spec.Seed),
        ("test_accuracy", run => run.TestAccuracy),
        ("train_accuracy", run => run.TrainAccuracy),
        ("loss", run => run.Loss),
        ("seconds", run => run.ElapsedSeconds),
        ("pass_ms_median", run => run.PassMilliseconds?.Median),
        ("activation", run => run.Spec.Activation),
        ("init", run => run.Spec.Initialization),
        ("scale", run => run.Spec.Scale),
        ("step", run => run.Spec.Step),
        ("kernel", run => run.Spec.Kernel),
        ("data", run => run.Spec.Data),
        ("data_sha256", run => run.Spec.DataSha256),
        ("version", run => run.Build?.Version),
        ("commit", run => run.Build?.Commit),
        ("cpu", run => run.Build?.Cpu),
        ("nodes", run => run.Nodes),
        ("node_names", run => string.Join(' ', run.NodeNames)),
        ("recoveries", run => run.Recoveries),
        ("iterations_made", run => run.Iteration),
        ("fingerprint", run => run.Fingerprint),
        ("command", run => SpecCommandLine.Of(run.Spec)),
        ("note", run => run.Note),
    ];

    public static byte[] Of(ReportData data)
    {
        var text = new StringBuilder();
        text.Append("row,").AppendJoin(',', Columns.Select(column => column.Name)).Append("\r\n");
        foreach (var row in data.Sweep.Rows)
        {
            foreach (var run in row.Runs)
            {
                text.Append(row.Number.ToString(CultureInfo.InvariantCulture)).Append(',')
                    .AppendJoin(',', Columns.Select(column => Cell(column.Value(run)))).Append("\r\n");
            }
        }

        return [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static string Cell(object? value)
    {
        var text = value switch
        {
            null => "",
            double number => Figures.Exact(number),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => Harmless((string)value),
        };
        return text.AsSpan().IndexOfAny("\",\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    // A spreadsheet would run a note that begins like a formula.
    private static string Harmless(string text) => text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;
}
