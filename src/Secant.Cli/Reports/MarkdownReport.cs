using System.Text;
using Secant.Core;

namespace Secant.Cli.Reports;

/// <summary>The report as Markdown, with the plots beside it.</summary>
internal static class MarkdownReport
{
    private const string Special = "\\`*_{}[]<>#+!|~&";

    public static string Of(ReportData data, ReportWords words, IReadOnlyList<ReportPlot> plots)
    {
        var blocks = ReportContent.Of(data, words, plots);
        var text = new StringBuilder();
        text.Append($"# {Escape(words.Title(data.Sweep.Name))}\n");
        foreach (var block in blocks)
        {
            Write(text, block);
        }

        // One table of all runs: a table each row would be mostly heads.
        var origins = blocks.OfType<ReportBlock.Origin>().ToList();
        text.Append('\n');
        Table(text, words.ProvenanceHeads, origins.SelectMany(origin => origin.Runs));
        return text.ToString();
    }

    /// <summary>Text that Markdown shows as it is, in one line.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in ShownText.Clean(text))
        {
            if (Special.Contains(letter, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(letter);
        }

        return escaped.ToString();
    }

    private static void Write(StringBuilder text, ReportBlock block)
    {
        switch (block)
        {
            case ReportBlock.Heading heading:
                text.Append($"\n## {Escape(heading.Text)}\n");
                break;
            case ReportBlock.Paragraph { Kind: ParagraphKind.Finding or ParagraphKind.Warning } paragraph:
                text.Append($"\n**{Escape(paragraph.Text)}**\n");
                break;
            case ReportBlock.Paragraph paragraph:
                text.Append($"\n{Escape(paragraph.Text)}\n");
                break;
            case ReportBlock.Bullets bullets:
                text.Append('\n').AppendJoin('\n', bullets.Lines.Select(line => $"- {Escape(line)}")).Append('\n');
                break;
            case ReportBlock.Facts facts:
                text.Append('\n').AppendJoin('\n', facts.Lines.Select(line => $"- {Escape(line.Name)}: {Escape(line.Value)}"))
                    .Append('\n');
                break;
            case ReportBlock.Table table:
                text.Append($"\n{Escape(table.Caption)}\n\n");
                Table(text, table.Heads, table.Rows);
                break;
            case ReportBlock.Figure figure:
                text.Append($"\n![{Escape(figure.Plot.Title)}]({figure.Plot.Name}.png)\n\n{Escape(figure.Caption)}\n");
                break;
            case ReportBlock.Verbatim verbatim:
                text.Append($"\n{Escape(verbatim.Title)}\n\n")
                    .AppendJoin('\n', verbatim.Text.TrimEnd().Split('\n').Select(line => $"    {ShownText.Clean(line)}"))
                    .Append('\n');
                break;
        }
    }

    private static void Table(StringBuilder text, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        text.Append("| ").AppendJoin(" | ", heads.Select(Escape)).Append(" |\n|").AppendJoin('|', heads.Select(_ => " --- "))
            .Append("|\n");
        foreach (var row in rows)
        {
            text.Append("| ").AppendJoin(" | ", row.Select(Escape)).Append(" |\n");
        }
    }
}
