using System.Globalization;
using System.Text;
using Secant.Cli.Details;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Cli.Reports;

/// <summary>Runs, rows and curves as comma-separated values (RFC 4180, UTF-8 with a mark, as spreadsheets want it).</summary>
internal static class CsvReport
{
    private static readonly (string Name, Func<ExperimentDocument, object?> Value)[] OfRun =
    [
        ("id", run => run.Id),
        ("state", run => run.State),
        .. Columns<ExperimentDocument>(field => field.Part < SpecPart.Net, run => run.Spec),
        ("test_accuracy", run => run.TestAccuracy),
        ("train_accuracy", run => run.TrainAccuracy),
        ("loss", run => run.Loss),
        ("seconds", run => run.ElapsedSeconds),
        ("pass_ms_median", run => run.PassMilliseconds?.Median),
        .. Columns<ExperimentDocument>(field => field.Part >= SpecPart.Net && !field.Reading.IsText, run => run.Spec),
        .. Columns<ExperimentDocument>(field => field.Reading.IsText, run => run.Spec),
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

    private static readonly (string Name, Func<RowResult, object?> Value)[] OfRow =
    [
        ("row", row => row.Number),
        .. Columns<RowResult>(field => field.Part == SpecPart.Number, row => row.Spec),
        ("runs", row => row.Runs.Count),
        ("completed", row => row.Completed.Count),
        ("mean", row => row.Accuracy?.Mean),
        ("standard_deviation", row => row.Accuracy?.Deviation),
        ("low_95", row => row.Accuracy?.Low),
        ("high_95", row => row.Accuracy?.High),
        ("seconds_median", row => SweepTable.Took(row)),
    ];

    /// <summary>A line a run.</summary>
    public static byte[] Runs(ReportData data) => Bytes(
        OfRun.Select(column => column.Name).Prepend("row"),
        data.Sweep.Rows.SelectMany(row => row.Runs.Select(run => OfRun.Select(column => column.Value(run)).Prepend(row.Number))));

    /// <summary>A line a row.</summary>
    public static byte[] Rows(ReportData data) => Bytes(
        OfRow.Select(column => column.Name).Append("flat_from"),
        data.Sweep.Rows.Select(
            row => OfRow.Select(column => column.Value(row)).Append(row.Accuracy is null ? null : data.PlateauOf(row).From)));

    /// <summary>A line a point of a run's curve.</summary>
    public static byte[] Curves(ReportData data) => Bytes(
        ["row", "id", "seed", "iteration", "test_accuracy", "loss"],
        from row in data.Sweep.Rows
        from run in row.Runs
        from point in run.Curve
        select (IEnumerable<object?>)[row.Number, run.Id, run.Spec.Seed, point.Iteration, point.TestAccuracy, point.Loss]);

    // A field that may be left to its default has no column of its own: the command says it.
    private static IEnumerable<(string Name, Func<T, object?> Value)> Columns<T>(Func<SpecField, bool> are,
        Func<T, SpecRecord> spec) =>
        SpecFields.All.Rows.Where(field => are(field) && field.Default is not null)
            .Select(field => (field.Word, (Func<T, object?>)(each => field.Get(spec(each)))));

    private static byte[] Bytes(IEnumerable<string> heads, IEnumerable<IEnumerable<object?>> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines.Prepend(heads))
        {
            text.AppendJoin(',', line.Select(Cell)).Append("\r\n");
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
            _ => Harmless(ShownText.Clean((string)value)),
        };
        return text.AsSpan().IndexOfAny("\",\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    // A spreadsheet would run a note that begins like a formula.
    private static string Harmless(string text) =>
        text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;
}
