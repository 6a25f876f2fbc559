using System.Globalization;
using Secant.Cli.Details;
using Secant.Cli.Sweeps;
using Secant.Lab.Contracts;

namespace Secant.Cli.Reports;

/// <summary>Puts a report together in a language: what comes after what, and the numbers of tables and figures.</summary>
internal sealed class ReportContent
{
    private const int MostTimelineLines = 100;

    private readonly ReportData _data;
    private readonly ReportWords _words;
    private readonly IReadOnlyList<ReportPlot> _plots;
    private readonly List<ReportBlock> _blocks = [];
    private int _tables;
    private int _figures;

    private ReportContent(ReportData data, ReportWords words, IReadOnlyList<ReportPlot> plots)
    {
        _data = data;
        _words = words;
        _plots = plots;
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
        return content._blocks;
    }

    private void Head()
    {
        var completed = _data.Sweep.Rows.Sum(row => row.Completed.Count);
        Say(_words.Lead(_data.Sweep.Rows.Count, completed, ReportTable.Shared(_data, _words)));
        _blocks.Add(new ReportBlock.Facts([.. ReportFacts.Of(_data, _words)]));
        if (_words.Winner(_data) is { } winner)
        {
            Say(winner, ParagraphKind.Finding);
        }

        if (_data.HasOneSeed)
        {
            Say(_words.OneSeedEach, ParagraphKind.Warning);
        }
    }

    private void Results()
    {
        Heading(_words.Results);
        Table("results", _words.ResultsCaption, ReportTable.Heads(_data, _words), ReportTable.Rows(_data, _words));
        List<ExperimentDocument> unfinished =
            [.. _data.Sweep.Rows.SelectMany(row => row.Runs).Where(run => run.State != ExperimentStates.Completed)];
        if (unfinished.Count > 0)
        {
            _blocks.Add(new ReportBlock.Bullets([.. unfinished.Select(_words.Unfinished)]));
        }

        Figures("accuracy-by-row", _ => _words.AccuracyByRow);
    }

    private void Findings()
    {
        if (_data.Known.Count < 2)
        {
            return;
        }

        Heading(_words.Findings);
        var series = _data.Alone(_words.SettingWords);
        _blocks.Add(new ReportBlock.Bullets(
            series.Count > 0 ? [.. series.Take(EffectSeries.Most).Select(_words.Say)] : [_words.NothingAlone]));
        if (series.Count > EffectSeries.Most)
        {
            Say(_words.MoreSeries(series.Count - EffectSeries.Most), ParagraphKind.Soft);
        }

        if (series.Count > 0)
        {
            Say(_words.FindingsNote, ParagraphKind.Soft);
        }

        Heading(_words.Explains);
        _blocks.Add(new ReportBlock.Bullets([.. _data.Factors.Select(
            factor => _words.Say(factor,
                series.Any(each => each.Number == factor.Number && each.Steps.Any(step => step.IsMoreThanNoise))))]));
        Say(_words.ExplainsNote, ParagraphKind.Soft);
    }

    private void Accuracy()
    {
        if (Has("accuracy-by-"))
        {
            Heading(_words.AccuracyByNumber);
            Figures("accuracy-by-", plot => _words.AccuracyAgainst(plot.Title), plot => plot.Name != "accuracy-by-row");
            Say(_words.MarksNote, ParagraphKind.Soft);
        }

        if (Has("learning-curves"))
        {
            Heading(_words.Curves);
            Figures("learning-curves", _ => _words.AboutCurves(_data));
        }
    }

    private void Cost()
    {
        if (_data.Costs.Count > 0)
        {
            Heading(_words.Cost);
            Figures("cost-by-hidden", plot => plot.Title);
            Table("cost", _words.CostCaption, CostTable.Heads(_data, _words), CostTable.Rows(_data, _words));
            Say(_words.CostNote, ParagraphKind.Soft);
        }
    }

    private void Timelines()
    {
        if (Has("timeline-"))
        {
            Heading(_words.TimelineHeading);
            Figures("timeline-", plot => plot.Title);
            _blocks.AddRange(_data.Timelines.Select(timeline => new ReportBlock.Verbatim(
                $"secant show {timeline.Experiment.Id} --timeline",
                    string.Join('\n', Shortened(TimelineText.Lines(timeline, _data.Zone))))));
        }
    }

    // Days of a run are lines by the thousand; how it began and how it ended tell most.
    private static IEnumerable<string> Shortened(IReadOnlyList<string> lines) =>
        lines.Count <= MostTimelineLines ? lines
        : [.. lines.Take(MostTimelineLines / 2), "...", .. lines.TakeLast(MostTimelineLines / 2)];

    private void Again()
    {
        Heading(_words.Provenance);
        Say(_words.ProvenanceNote, ParagraphKind.Soft);
        _blocks.Add(new ReportBlock.Verbatim($"{SweepYaml.FileName}: {SweepYaml.Command}", SweepYaml.Of(_data.Sweep)));
        _blocks.AddRange(_data.Sweep.Rows.Select(row => new ReportBlock.Origin(
            $"{ReportData.Label(row)} : {SweepTable.Accuracy(row)}", _words.ProvenanceHeads,
                [.. row.Runs.Select(run => ProvenanceRow.Of(run, _words))])));
    }

    private bool Has(string plot) => _plots.Any(each => each.Name.StartsWith(plot, StringComparison.Ordinal));

    private void Heading(string text) => _blocks.Add(new ReportBlock.Heading(text));

    private void Say(string text, ParagraphKind kind = ParagraphKind.Plain) => _blocks.Add(new ReportBlock.Paragraph(text, kind));

    private void Table(string name, string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows) =>
        _blocks.Add(new ReportBlock.Table(name, $"{_words.Table} {Number(++_tables)}. {caption}", heads, [.. rows]));

    private void Figures(string plot, Func<ReportPlot, string> caption, Func<ReportPlot, bool>? isWanted = null)
    {
        foreach (var each in _plots.Where(
            each => each.Name.StartsWith(plot, StringComparison.Ordinal) && (isWanted is null || isWanted(each))))
        {
            _blocks.Add(new ReportBlock.Figure(each, $"{_words.Figure} {Number(++_figures)}. {caption(each)}"));
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
