using System.Text;
using Secant.Actors.Monitoring;

namespace Secant.Cli.Reporting;

/// <summary>The report as Markdown, with the plots beside it.</summary>
internal static class MarkdownReport
{
    private const string Special = "\\`*_{}[]<>#+!|~&";

    public static string Of(ReportData data, ReportWords words, IReadOnlyList<ReportPlot> plots)
    {
        var text = new StringBuilder();
        var completed = data.Sweep.Rows.Sum(row => row.Completed.Count);
        text.Append("# ").Append(Escape(words.Title(data.Sweep.Name))).Append("\n\n");
        text.Append(Escape(words.Lead(data.Sweep.Rows.Count, completed, ReportTable.Shared(data)))).Append("\n\n");
        if (words.Winner(data) is { } winner)
        {
            text.Append(Escape(winner)).Append('\n');
        }

        Heading(text, words.Results);
        Table(text, ReportTable.Heads(data, words), ReportTable.Rows(data, words));
        foreach (var run in data.Sweep.Rows.SelectMany(row => row.Runs).Where(run => run.State != ExperimentStates.Completed))
        {
            text.Append("- ").Append(Escape(words.Unfinished(run.Id, run.State, run.Reason))).Append('\n');
        }

        foreach (var plot in plots)
        {
            text.Append("\n![").Append(Escape(plot.Title)).Append("](").Append(plot.Name).Append(".png)\n");
        }

        Heading(text, words.Explains);
        text.AppendJoin('\n', data.Factors.Select(factor => "- " + Escape(words.Say(factor)))).Append("\n\n").Append(Escape(words.ExplainsNote)).Append('\n');
        if (data.Costs.Count > 0)
        {
            Heading(text, words.Cost);
            Table(text, CostTable.Heads(data, words), CostTable.Rows(data, words));
            text.Append('\n').Append(Escape(words.CostNote)).Append('\n');
        }

        Heading(text, words.Provenance);
        text.Append(Escape(words.ProvenanceNote)).Append("\n\n");
        Table(text, words.ProvenanceHeads, data.Sweep.Rows.SelectMany(row => row.Runs).Select(ProvenanceRow.Of));
        return text.ToString();
    }

    /// <summary>Text that Markdown shows as it is, in one line.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in text)
        {
            if (Special.Contains(letter, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(letter is '\r' or '\n' ? ' ' : letter);
        }

        return escaped.ToString();
    }

    private static void Heading(StringBuilder text, string heading) => text.Append("\n## ").Append(Escape(heading)).Append("\n\n");

    private static void Table(StringBuilder text, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        text.Append("| ").AppendJoin(" | ", heads.Select(Escape)).Append(" |\n|").AppendJoin('|', heads.Select(_ => " --- ")).Append("|\n");
        foreach (var row in rows)
        {
            text.Append("| ").AppendJoin(" | ", row.Select(Escape)).Append(" |\n");
        }
    }
}
