using System.Net;
using System.Text;
using Secant.Core;

namespace Secant.Cli.Reports;

/// <summary>The report as one HTML file that needs nothing else: style and plots are within it, for light and dark
/// screens.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark;
          --page: #ffffff; --ink: #1f2328; --soft: #59636e; --line: #d8dee4; --band: #f6f8fa; --mark: #0072b2; }
        @media (prefers-color-scheme: dark) { :root {
          --page: #15181d; --ink: #e6edf3; --soft: #9da7b1; --line: #333b45; --band: #1c2128; --mark: #56b4e9; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 "Brought Hangul", system-ui, sans-serif; }
        main { max-width: 1010px; margin: 0 auto; padding: 2.2rem 1.4rem 4rem; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .6rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; margin: 2.6rem 0 .7rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
        p { margin: .5rem 0; overflow-wrap: anywhere; } .soft { color: var(--soft); font-size: .9rem; }
        .finding, .warning { border-left: 4px solid var(--mark); background: var(--band); padding: .7rem 1rem; margin: 1.1rem 0; }
        .warning { border-color: #d98200; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .93rem; font-variant-numeric: tabular-nums; }
        th { text-align: left; font-weight: 600; border-bottom: 2px solid var(--line); padding: .45rem .6rem;
          vertical-align: bottom; }
        td { border-bottom: 1px solid var(--line); padding: .4rem .6rem; vertical-align: top; }
        tbody tr:nth-child(even) { background: var(--band); }
        .results td:not(:nth-child(2)), .cost td { white-space: nowrap; } .results td:nth-child(2) { white-space: nowrap; }
        .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr)); gap: 0 1rem; }
        figure { margin: 1rem 0; } figure img { max-width: 100%; height: auto; display: block; }
        figcaption, caption { color: var(--soft); font-size: .9rem; text-align: left; } caption { padding: .3rem 0; }
        pre { background: var(--band); padding: .7rem 1rem; overflow-x: auto; font-size: .86rem; line-height: 1.4; }
        .facts { margin: 1rem 0; }
        details { border-bottom: 1px solid var(--line); padding: .35rem 0; } summary { cursor: pointer; overflow-wrap: anywhere; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; font-size: .86rem;
          margin: .6rem 0 1rem 1rem; }
        dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
        code, pre { font-family: ui-monospace, "Brought Hangul", monospace; } code { font-size: .95em; }
        @media print {
          details::details-content { content-visibility: visible; display: block; block-size: auto; }
          body { font-size: 12px; } main { padding: 0; max-width: none; } h2 { break-after: avoid; }
        figure, tr, dl, .finding { break-inside: avoid; }
          pre { white-space: pre-wrap; } .scroll { overflow: visible; } summary { break-after: avoid; }
          .results td:not(:nth-child(2)) { white-space: normal; }
        }
        """;

    public static string Of(ReportData data, ReportWords words, IReadOnlyList<ReportPlot> plots)
    {
        var page = Page(data, words, plots);
        return page.Any(IsHangul) ? page.Replace("<style>\n", $"<style>\n{Hangul()}\n", StringComparison.Ordinal) : page;
    }

    private static string Page(ReportData data, ReportWords words, IReadOnlyList<ReportPlot> plots)
    {
        var html = new StringBuilder();
        html.Append($"<!DOCTYPE html>\n<html lang=\"{words.Code}\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" "
            + "href=\"data:,\">\n");
        html.Append($"<title>{Escape(words.Title(data.Sweep.Name))}</title>\n")
            .Append($"<style>\n{Style}\n</style>\n</head>\n<body>\n<main>\n");
        html.Append($"<h1>{Escape(words.Title(data.Sweep.Name))}</h1>\n");
        var isInGrid = false;
        foreach (var block in ReportContent.Of(data, words, plots))
        {
            // Narrow plots stand side by side.
            var belongsInGrid = block is ReportBlock.Figure { Plot.IsNarrow: true };
            if (belongsInGrid != isInGrid)
            {
                html.Append(belongsInGrid ? "<div class=\"plots\">\n" : "</div>\n");
                isInGrid = belongsInGrid;
            }

            Write(html, block);
        }

        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    // Jamo, compatibility jamo, syllables.
    private static bool IsHangul(char letter) =>
        letter is (>= '\u1100' and <= '\u11ff') or (>= '\u3130' and <= '\u318f') or (>= '\uac00' and <= '\ud7a3');

    // For a machine that has no font with Hangul.
    private static string Hangul()
    {
        var font = Convert.ToBase64String(File.ReadAllBytes(PlotTheme.FontFile));
        return "@font-face { font-family: \"Brought Hangul\"; unicode-range: U+1100-11FF, U+3130-318F, U+AC00-D7A3; "
            + $"src: url(data:font/ttf;base64,{font}) format(\"truetype\"); }}";
    }

    internal static string Escape(string text) => WebUtility.HtmlEncode(ShownText.Clean(text));

    private static void Write(StringBuilder html, ReportBlock block)
    {
        switch (block)
        {
            case ReportBlock.Heading heading:
                html.Append($"<h2>{Escape(heading.Text)}</h2>\n");
                break;
            case ReportBlock.Paragraph paragraph:
                html.Append($"<p class=\"{paragraph.Kind.ToString().ToLowerInvariant()}\">{Escape(paragraph.Text)}</p>\n");
                break;
            case ReportBlock.Bullets bullets:
                html.Append("<ul>\n").AppendJoin('\n', bullets.Lines.Select(line => $"<li>{Escape(line)}</li>"))
                    .Append("\n</ul>\n");
                break;
            case ReportBlock.Facts facts:
                Pairs(html, "facts", facts.Lines);
                break;
            case ReportBlock.Table table:
                Table(html, table);
                break;
            case ReportBlock.Figure figure:
                Figure(html, figure);
                break;
            case ReportBlock.Verbatim verbatim:
                html.Append($"<details><summary><code>{Escape(verbatim.Title)}</code></summary><pre>")
                    .AppendJoin('\n', verbatim.Text.Split('\n').Select(Escape)).Append("</pre></details>\n");
                break;
            case ReportBlock.Origin origin:
                html.Append($"<details><summary>{Escape(origin.Title)}</summary>\n");
                foreach (var run in origin.Runs)
                {
                    Pairs(html, "run", origin.Heads.Zip(run).Where(line => line.Item2.Length > 0));
                }

                html.Append("</details>\n");
                break;
        }
    }

    private static void Pairs(StringBuilder html, string name, IEnumerable<(string Name, string Value)> lines) =>
        html.Append($"<dl class=\"{name}\">")
        .AppendJoin("", lines.Select(line => $"<dt>{Escape(line.Name)}</dt><dd>{Escape(line.Value)}</dd>")).Append("</dl>\n");

    private static void Table(StringBuilder html, ReportBlock.Table table)
    {
        html.Append($"<div class=\"scroll\"><table class=\"{table.Name}\">\n")
            .Append($"<caption>{Escape(table.Caption)}</caption>\n<thead><tr>")
            .AppendJoin("", table.Heads.Select(head => $"<th scope=\"col\">{Escape(head)}</th>"))
            .Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Escape(cell)}</td>")).Append("</tr>\n");
        }

        html.Append("</tbody>\n</table></div>\n");
    }

    private static void Figure(StringBuilder html, ReportBlock.Figure figure)
    {
        var plot = figure.Plot;
        html.Append("<figure><picture>");
        html.Append($"<source media=\"(prefers-color-scheme: dark)\" srcset=\"{Data(plot.Png(PlotTheme.Dark))}\">");
        html.Append($"<img src=\"{Data(plot.Png(PlotTheme.Light))}\" width=\"{plot.Width}\" height=\"{plot.Height}\" "
            + $"alt=\"{Escape(plot.Title)}\"></picture>");
        html.Append($"<figcaption>{Escape(figure.Caption)}</figcaption></figure>\n");
    }

    private static string Data(byte[] png) => $"data:image/png;base64,{Convert.ToBase64String(png)}";
}
