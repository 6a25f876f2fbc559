using Secant.Lab.History;

namespace Secant.Cli.Monitor;

/// <summary>How a replay goes through the time of a run: stretches at one pace, pauses and what nothing is recorded of within a
/// moment.</summary>
internal sealed class ReplayPace
{
    private const double UsualSeconds = 30;

    // Of the whole, and at least a second of the run: longest that nothing goes on.
    private const double LongestWait = 1 / UsualSeconds;
    private const double LeastWait = 1000;

    private readonly List<(long From, long To, double Played)> _parts = [];
    private readonly double _longestWait;

    public ReplayPace(TimelineDocument timeline)
    {
        First = timeline.Events is [var first, ..] ? first.AtUnixMilliseconds
            : timeline.Stretches is [var begin, ..] ? begin.FromUnixMilliseconds : 0;
        _longestWait = Math.Max(LeastWait, timeline.Stretches.Sum(Active) * LongestWait);
        Last = First;
        foreach (var stretch in timeline.Stretches)
        {
            Wait(stretch.FromUnixMilliseconds);
            if (stretch.ToUnixMilliseconds > Last)
            {
                var length = stretch.ToUnixMilliseconds - Last;
                _parts.Add((Last, stretch.ToUnixMilliseconds, Math.Min(length, Active(stretch) + _longestWait)));
                Last = stretch.ToUnixMilliseconds;
            }
        }

        Wait(timeline.Events is [.., var end] ? end.AtUnixMilliseconds : Last);
    }

    /// <summary>When the run began, in milliseconds of Unix time.</summary>
    public long First { get; }

    /// <summary>When the last thing happened.</summary>
    public long Last { get; private set; }

    /// <summary>The speed at which it takes half a minute; never slower than it was.</summary>
    public double UsualSpeed => Math.Max(1, _parts.Sum(part => part.Played) / 1000 / UsualSeconds);

    /// <summary>The moment of the run when so many of its milliseconds were played.</summary>
    public long At(double played)
    {
        foreach (var (from, to, length) in _parts)
        {
            if (played < length)
            {
                return from + (long)((to - from) * played / length);
            }

            played -= length;
        }

        return Last;
    }

    // Milliseconds in which it was not paused.
    private static double Active(TimelineStretch stretch) =>
        (stretch.ToUnixMilliseconds - stretch.FromUnixMilliseconds) * (1 - (stretch.Spans?.Held ?? 0));

    private void Wait(long to)
    {
        if (to > Last)
        {
            _parts.Add((Last, to, Math.Min(to - Last, _longestWait)));
            Last = to;
        }
    }
}
