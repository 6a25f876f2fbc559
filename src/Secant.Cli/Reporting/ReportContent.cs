using System.Globalization;
using Secant.Actors.Monitoring;
using Secant.Cli.Rendering;

namespace Secant.Cli.Reporting;

/// <summary>Puts a report together in a language: what comes after what, and the numbers of tables and figures.</summary>
internal sealed class ReportContent
{
    private const int MostTimelineLines = 100;

    private readonly ReportData data;
    private readonly ReportWords words;
    private readonly IReadOnlyList<ReportPlot> plots;
    private readonly List<ReportBlock> blocks = [];
    private int tables;
    private int figures;

    private ReportContent(ReportData data, ReportWords words, IReadOnlyList<ReportPlot> plots)
    {
        this.data = data;
        this.words = words;
        this.plots = plots;
    }

    /// <summary>All of it but the title.</summary>
    public static IReadOnlyList<ReportBlock> Of(ReportData data, ReportWords words, IReadOnlyList<ReportPlot> plots)
    {
        var content = new ReportContent(data, words, plots);
        content.Head();
        content.Results();
        content.Findings();
        content.Accuracy();
        content.Cost();
        content.Timelines();
        content.Again();
        return content.blocks;
    }

    private void Head()
    {
        var completed = data.Sweep.Rows.Sum(row => row.Completed.Count);
        Say(words.Lead(data.Sweep.Rows.Count, completed, ReportTable.Shared(data, words)));
        blocks.Add(new ReportBlock.Facts([.. ReportFacts.Of(data, words)]));
        if (words.Winner(data) is { } winner)
        {
            Say(winner, ParagraphKind.Finding);
        }

        if (data.HasOneSeed)
        {
            Say(words.OneSeedEach, ParagraphKind.Warning);
        }
    }

    private void Results()
    {
        Heading(words.Results);
        Table("results", words.ResultsCaption, ReportTable.Heads(data, words), ReportTable.Rows(data, words));
        List<ExperimentDocument> unfinished = [.. data.Sweep.Rows.SelectMany(row => row.Runs).Where(run => run.State != ExperimentStates.Completed)];
        if (unfinished.Count > 0)
        {
            blocks.Add(new ReportBlock.Bullets([.. unfinished.Select(words.Unfinished)]));
        }

        Figures("accuracy-by-row", _ => words.AccuracyByRow);
    }

    private void Findings()
    {
        if (data.Known.Count < 2)
        {
            return;
        }

        Heading(words.Findings);
        var series = data.Alone(words.SettingWords);
        blocks.Add(new ReportBlock.Bullets(series.Count > 0 ? [.. series.Take(EffectSeries.Most).Select(words.Say)] : [words.NothingAlone]));
        if (series.Count > EffectSeries.Most)
        {
            Say(words.MoreSeries(series.Count - EffectSeries.Most), ParagraphKind.Soft);
        }

        if (series.Count > 0)
        {
            Say(words.FindingsNote, ParagraphKind.Soft);
        }

        Heading(words.Explains);
        blocks.Add(new ReportBlock.Bullets([.. data.Factors.Select(factor => words.Say(factor, series.Any(each => each.Number == factor.Number && each.Steps.Any(step => step.IsMoreThanNoise))))]));
        Say(words.ExplainsNote, ParagraphKind.Soft);
    }

    private void Accuracy()
    {
        if (Has("accuracy-by-"))
        {
            Heading(words.AccuracyByNumber);
            Figures("accuracy-by-", plot => words.AccuracyAgainst(plot.Title), plot => plot.Name != "accuracy-by-row");
            Say(words.MarksNote, ParagraphKind.Soft);
        }

        if (Has("learning-curves"))
        {
            Heading(words.Curves);
            Figures("learning-curves", _ => words.AboutCurves(data));
        }
    }

    private void Cost()
    {
        if (data.Costs.Count > 0)
        {
            Heading(words.Cost);
            Figures("cost-by-hidden", plot => plot.Title);
            Table("cost", words.CostCaption, CostTable.Heads(data, words), CostTable.Rows(data, words));
            Say(words.CostNote, ParagraphKind.Soft);
        }
    }

    private void Timelines()
    {
        if (Has("timeline-"))
        {
            Heading(words.TimelineHeading);
            Figures("timeline-", plot => plot.Title);
            blocks.AddRange(data.Timelines.Select(timeline => new ReportBlock.Verbatim(
                $"secant show {timeline.Experiment.Id} --timeline", string.Join('\n', Shortened(TimelineText.Lines(timeline, data.Zone))))));
        }
    }

    // Days of a run are lines by the thousand; how it began and how it ended tell most.
    private static IEnumerable<string> Shortened(IReadOnlyList<string> lines) =>
        lines.Count <= MostTimelineLines ? lines : [.. lines.Take(MostTimelineLines / 2), "...", .. lines.TakeLast(MostTimelineLines / 2)];

    private void Again()
    {
        Heading(words.Provenance);
        Say(words.ProvenanceNote, ParagraphKind.Soft);
        blocks.Add(new ReportBlock.Verbatim($"{SweepYaml.FileName}: {SweepYaml.Command}", SweepYaml.Of(data.Sweep)));
        blocks.AddRange(data.Sweep.Rows.Select(row => new ReportBlock.Origin(
            $"{ReportData.Label(row)} : {SweepTable.Accuracy(row)}", words.ProvenanceHeads, [.. row.Runs.Select(run => ProvenanceRow.Of(run, words))])));
    }

    private bool Has(string plot) => plots.Any(each => each.Name.StartsWith(plot, StringComparison.Ordinal));

    private void Heading(string text) => blocks.Add(new ReportBlock.Heading(text));

    private void Say(string text, ParagraphKind kind = ParagraphKind.Plain) => blocks.Add(new ReportBlock.Paragraph(text, kind));

    private void Table(string name, string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows) =>
        blocks.Add(new ReportBlock.Table(name, $"{words.Table} {Number(++tables)}. {caption}", heads, [.. rows]));

    private void Figures(string plot, Func<ReportPlot, string> caption, Func<ReportPlot, bool>? isWanted = null)
    {
        foreach (var each in plots.Where(each => each.Name.StartsWith(plot, StringComparison.Ordinal) && (isWanted is null || isWanted(each))))
        {
            blocks.Add(new ReportBlock.Figure(each, $"{words.Figure} {Number(++figures)}. {caption(each)}"));
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
