using System.Globalization;
using Secant.Cli.Terminal;
using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;
using Secant.Lab.History;
using Spectre.Console;

namespace Secant.Cli.Details;

/// <summary>How an experiment went, a line a stretch, with what happened between.</summary>
internal static class TimelineText
{
    private const int BarWidth = 32;

    // A node that all waited for this share of a stretch is named.
    private const double WorthNaming = 0.1;

    public static void Write(IAnsiConsole console, TimelineDocument timeline, TimeZoneInfo zone)
    {
        foreach (var line in Lines(timeline, zone))
        {
            console.WritePlainLine(line);
        }
    }

    /// <summary>The whole text.</summary>
    /// <param name="timeline">How the run went.</param>
    /// <param name="zone">Of the reader.</param>
    public static IReadOnlyList<string> Lines(TimelineDocument timeline, TimeZoneInfo zone)
    {
        List<string> lines =
        [
            ResultRow.Of(timeline.Experiment),
            "",
            "when      iteration   where the time went" + new string(' ', BarWidth - 14) + "why no faster",
        ];
        var stretches = new Queue<TimelineStretch>(timeline.Stretches.Where(stretch => stretch.Spans is not null));
        foreach (var happening in timeline.Events)
        {
            while (stretches.Count > 0 && stretches.Peek().ToUnixMilliseconds <= happening.AtUnixMilliseconds)
            {
                lines.Add(Line(timeline, stretches.Dequeue(), zone));
            }

            lines.Add($"{Figures.TimeOfDay(happening.AtUnixMilliseconds, zone)}  {happening.Kind}: {happening.Text}");
        }

        lines.AddRange(stretches.Select(stretch => Line(timeline, stretch, zone)));
        lines.AddRange(["", Summary(timeline),
            "letters: " + string.Join(", ", SpanShares.All.Select(share => $"{share.Letter} {share.Name}"))]);
        return lines;
    }

    /// <summary>Where the time of the whole run went.</summary>
    public static string Summary(TimelineDocument timeline)
    {
        var spans = timeline.Stretches.Select(stretch => stretch.Spans).OfType<SpansDocument>().ToList();
        if (spans.Count == 0)
        {
            return "nothing is recorded of where its time went";
        }

        var shares = SpanShares.Of(spans).Where(share => share.Share >= 0.005).OrderByDescending(share => share.Share);
        var slowest = spans
            .SelectMany(stretch => stretch.Nodes.Select(node => (node.Node, Seconds: node.WaitingShare * stretch.Seconds)))
            .GroupBy(node => node.Node)
            .Select(node => (Node: node.Key, Seconds: node.Sum(one => one.Seconds)))
            .MaxBy(node => node.Seconds);
        var waited = slowest.Seconds / timeline.Seconds >= WorthNaming
            ? $"; {Figures.Percent(slowest.Seconds / timeline.Seconds)} waited for {slowest.Node}" : "";
        return $"of {Figures.Duration(timeline.Seconds)}: "
            + $"{string.Join(", ", shares.Select(share => $"{share.Name} {Figures.Percent(share.Share)}"))}{waited}";
    }

    private static string Line(TimelineDocument timeline, TimelineStretch stretch, TimeZoneInfo zone)
    {
        var iteration = stretch.Iteration.ToString(CultureInfo.InvariantCulture).PadLeft(9);
        var time = Figures.TimeOfDay(stretch.ToUnixMilliseconds, zone);
        return $"{time} {iteration}    |{Bar(stretch.Spans)}| {timeline.Why(stretch, zone)}".TrimEnd();
    }

    // A letter for every thirty-second of the time; rounding is carried on, so that the bar is full.
    private static string Bar(SpansDocument? spans)
    {
        var bar = "";
        var sum = 0.0;
        foreach (var (_, letter, share) in SpanShares.All)
        {
            sum += spans is null ? 0 : share(spans);
            bar = bar.PadRight(Math.Min(BarWidth, (int)Math.Round(sum * BarWidth)), letter);
        }

        return bar.PadRight(BarWidth);
    }
}
