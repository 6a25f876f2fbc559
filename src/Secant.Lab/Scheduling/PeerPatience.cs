namespace Secant.Lab.Scheduling;

/// <summary>
/// How long each of several others may be silent. One that was given up and then came back was only slow: it gets more from then
/// on, and loses it again once it has kept time for a while. Pure: the time is passed in.
/// </summary>
/// <param name="least">What everybody gets.</param>
/// <param name="longest">What nobody gets more than; a longer silence is a hang, and teaches nothing.</param>
public sealed class PeerPatience(TimeSpan least, TimeSpan longest)
{
    private const double Margin = 1.5;

    /// <summary>What was learnt is forgotten after as long.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, (TimeSpan Patience, DateTimeOffset At)> _learnt = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _givenUp = new(StringComparer.Ordinal);

    /// <summary>How long somebody may be silent.</summary>
    public TimeSpan Of(DateTimeOffset now, string peer) =>
        _learnt.TryGetValue(peer, out var known) && now - known.At <= Remembered ? known.Patience : least;

    /// <summary>Somebody is given up for being silent.</summary>
    /// <param name="now">The time.</param>
    /// <param name="peer">Who.</param>
    /// <param name="heard">When it was last heard.</param>
    public void GivenUp(DateTimeOffset now, string peer, DateTimeOffset heard)
    {
        foreach (var old in _givenUp.Where(one => now - one.Value > Remembered + longest).Select(one => one.Key).ToList())
        {
            _givenUp.Remove(old);
        }

        foreach (var old in _learnt.Where(one => now - one.Value.At > Remembered).Select(one => one.Key).ToList())
        {
            _learnt.Remove(old);
        }

        _givenUp[peer] = heard;
    }

    /// <summary>Somebody is there.</summary>
    /// <returns>How long it had been silent, where it was given up in error; else null.</returns>
    public TimeSpan? Heard(DateTimeOffset now, string peer)
    {
        if (!_givenUp.Remove(peer, out var heard) || now - heard > longest)
        {
            return null;
        }

        var wished = Margin * (now - heard);
        var patience = wished < Of(now, peer) ? Of(now, peer) : wished > longest ? longest : wished;
        _learnt[peer] = (patience, now);
        return now - heard;
    }
}
