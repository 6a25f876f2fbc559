using System.Text;
using Secant.Core;

namespace Secant.Cli.Reports;

/// <summary>Writes a report in all its formats into a folder.</summary>
internal static class ReportWriter
{
    /// <returns>The files written, the HTML first.</returns>
    /// <exception cref="SecantException">The folder cannot be written to.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(string folder, ReportData data, ReportWords words,
        CancellationToken cancellation)
    {
        var plots = ReportPlots.Of(data, words);
        List<(string Name, byte[] Bytes)> files =
        [
            ("report.html", Encoding.UTF8.GetBytes(HtmlReport.Of(data, words, plots))),
            ("report.md", Encoding.UTF8.GetBytes(MarkdownReport.Of(data, words, plots))),
            ("runs.csv", CsvReport.Runs(data)),
            ("rows.csv", CsvReport.Rows(data)),
            ("curves.csv", CsvReport.Curves(data)),
            (SweepYaml.FileName, Encoding.UTF8.GetBytes(SweepYaml.Of(data.Sweep))),
            .. plots.SelectMany(plot => ((string, byte[])[])[($"{plot.Name}.png", plot.Png(PlotTheme.Light)),
                ($"{plot.Name}.svg", plot.Svg(PlotTheme.Light))]),
        ];
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, bytes) in files)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecantException(Failure.Work,
                $"cannot write the report to {folder}: {e.Message.TrimEnd('.')}; name another folder with --out", e);
        }

        return [.. files.Select(file => Path.Combine(folder, file.Name))];
    }
}
