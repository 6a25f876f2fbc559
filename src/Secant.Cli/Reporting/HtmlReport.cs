using System.Net;
using System.Text;
using Secant.Actors.Monitoring;
using Secant.Cli.Sweeps;

namespace Secant.Cli.Reporting;

/// <summary>The report as one HTML file that needs nothing else: style and plots are within it, for light and dark screens.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark; --page: #ffffff; --ink: #1f2328; --soft: #59636e; --line: #d8dee4; --band: #f6f8fa; --mark: #0072b2; }
        @media (prefers-color-scheme: dark) { :root { --page: #15181d; --ink: #e6edf3; --soft: #9da7b1; --line: #333b45; --band: #1c2128; --mark: #56b4e9; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, "Noto Sans KR", "Malgun Gothic", "Apple SD Gothic Neo", "Nanum Gothic", sans-serif; }
        main { max-width: 1010px; margin: 0 auto; padding: 2.2rem 1.4rem 4rem; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .6rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; margin: 2.6rem 0 .7rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
        p { margin: .5rem 0; overflow-wrap: anywhere; } .soft { color: var(--soft); font-size: .9rem; }
        .winner { border-left: 4px solid var(--mark); background: var(--band); padding: .7rem 1rem; margin: 1.1rem 0; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .93rem; font-variant-numeric: tabular-nums; }
        th { text-align: left; font-weight: 600; border-bottom: 2px solid var(--line); padding: .45rem .6rem; vertical-align: bottom; }
        td { border-bottom: 1px solid var(--line); padding: .4rem .6rem; vertical-align: top; }
        tbody tr:nth-child(even) { background: var(--band); }
        .results td:not(:nth-child(2)), .cost td { white-space: nowrap; } .results td:nth-child(2) { white-space: nowrap; }
        .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr)); gap: 1rem; }
        figure { margin: 1rem 0; } figure img { width: 100%; height: auto; display: block; }
        figcaption { color: var(--soft); font-size: .9rem; }
        details { border-bottom: 1px solid var(--line); padding: .35rem 0; } summary { cursor: pointer; overflow-wrap: anywhere; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; font-size: .86rem; margin: .6rem 0 1rem 1rem; }
        dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; } code { font-family: ui-monospace, monospace; font-size: .95em; }
        @media print { details::details-content { content-visibility: visible; display: block; block-size: auto; } main { padding: 0; } h2, figure { break-inside: avoid; } }
        """;

    public static string Of(ReportData data, ReportWords words, IReadOnlyList<ReportPlot> plots)
    {
        var html = new StringBuilder();
        var completed = data.Sweep.Rows.Sum(row => row.Completed.Count);
        html.Append($"<!DOCTYPE html>\n<html lang=\"{words.Code}\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n");
        html.Append($"<title>{Escape(words.Title(data.Sweep.Name))}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<main>\n");
        html.Append($"<h1>{Escape(words.Title(data.Sweep.Name))}</h1>\n");
        Paragraph(html, words.Lead(data.Sweep.Rows.Count, completed, ReportTable.Shared(data)));
        if (words.Winner(data) is { } winner)
        {
            html.Append($"<p class=\"winner\">{Escape(winner)}</p>\n");
        }

        Heading(html, words.Results);
        Table(html, "results", ReportTable.Heads(data, words), ReportTable.Rows(data, words));
        foreach (var run in data.Sweep.Rows.SelectMany(row => row.Runs).Where(run => run.State != ExperimentStates.Completed))
        {
            Paragraph(html, words.Unfinished(run.Id, run.State, run.Reason));
        }

        Figures(html, plots.Where(plot => plot.Name == "accuracy-by-row"));
        if (plots.Any(plot => plot.Name == "learning-curves"))
        {
            Heading(html, words.Curves);
            Figures(html, plots.Where(plot => plot.Name == "learning-curves"), words.AboutCurves(data));
        }

        Heading(html, words.AccuracyByNumber);
        html.Append("<div class=\"plots\">\n");
        Figures(html, plots.Where(plot => plot.Name.StartsWith("accuracy-by-", StringComparison.Ordinal) && plot.Name != "accuracy-by-row"));
        html.Append("</div>\n");
        Heading(html, words.Explains);
        html.Append("<ul>\n").AppendJoin('\n', data.Factors.Select(factor => $"<li>{Escape(words.Say(factor))}</li>")).Append("\n</ul>\n");
        Soft(html, words.ExplainsNote);
        if (data.Costs.Count > 0)
        {
            Heading(html, words.Cost);
            Figures(html, plots.Where(plot => plot.Name == "cost-by-hidden"));
            Table(html, "cost", CostTable.Heads(data, words), CostTable.Rows(data, words));
            Soft(html, words.CostNote);
        }

        Figures(html, plots.Where(plot => plot.Name.StartsWith("timeline-", StringComparison.Ordinal)));
        Heading(html, words.Provenance);
        Soft(html, words.ProvenanceNote);
        foreach (var row in data.Sweep.Rows)
        {
            Provenance(html, row, words);
        }

        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    internal static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static void Heading(StringBuilder html, string text) => html.Append($"<h2>{Escape(text)}</h2>\n");

    private static void Paragraph(StringBuilder html, string text) => html.Append($"<p>{Escape(text)}</p>\n");

    private static void Soft(StringBuilder html, string text) => html.Append($"<p class=\"soft\">{Escape(text)}</p>\n");

    private static void Table(StringBuilder html, string name, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        html.Append($"<div class=\"scroll\"><table class=\"{name}\">\n<thead><tr>").AppendJoin("", heads.Select(head => $"<th scope=\"col\">{Escape(head)}</th>")).Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Escape(cell)}</td>")).Append("</tr>\n");
        }

        html.Append("</tbody>\n</table></div>\n");
    }

    private static void Figures(StringBuilder html, IEnumerable<ReportPlot> plots, string? caption = null)
    {
        foreach (var plot in plots)
        {
            html.Append($"<figure><picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"{Data(plot.Png(PlotTheme.Dark))}\">");
            html.Append($"<img src=\"{Data(plot.Png(PlotTheme.Light))}\" width=\"{plot.Width}\" height=\"{plot.Height}\" alt=\"{Escape(plot.Title)}\"></picture>");
            html.Append($"<figcaption>{Escape(caption ?? plot.Title)}</figcaption></figure>\n");
        }
    }

    private static string Data(byte[] png) => $"data:image/png;base64,{Convert.ToBase64String(png)}";

    private static void Provenance(StringBuilder html, RowResult row, ReportWords words)
    {
        html.Append($"<details><summary>{Escape($"{ReportData.Label(row)} : {Rendering.SweepTable.Accuracy(row)}")}</summary>\n");
        foreach (var run in row.Runs)
        {
            html.Append("<dl>").AppendJoin("", words.ProvenanceHeads.Zip(ProvenanceRow.Of(run), (name, value) => (Name: name, Value: value))
                .Where(line => line.Value.Length > 0)
                .Select(line => $"<dt>{Escape(line.Name)}</dt><dd>{Escape(line.Value)}</dd>")).Append("</dl>\n");
        }

        html.Append("</details>\n");
    }
}
