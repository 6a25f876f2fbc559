namespace Secant.Lab.Tests.Runs.Simulation;

/// <summary>Messages one way: each takes its own time, none overtakes another. Where lines are unreliable, some come twice or
/// never.</summary>
internal sealed class Channel(VirtualClock clock, Chance chance, Faults faults, double usualMilliseconds, Action broke,
    Action repeated, Action vanished)
{
    private DateTimeOffset _last;

    /// <summary>Nothing gets through any more.</summary>
    public bool IsCut { get; set; }

    /// <param name="delivery">What happens at the other end.</param>
    /// <param name="mayVanish">Whether it can be lost alone.</param>
    public void Send(Action delivery, bool mayVanish = false)
    {
        if (IsCut)
        {
            return;
        }

        if (mayVanish && faults.Vanish > 0 && faults.Chance.Happens(faults.Vanish))
        {
            vanished();
            return;
        }

        if (chance.Happens(faults.Loss))
        {
            broke();
            return;
        }

        var slow = chance.Happens(0.02) ? 30 : 1;
        var arrival = clock.Now + chance.Milliseconds(usualMilliseconds * 0.5, usualMilliseconds * 2 * slow);
        _last = arrival > _last ? arrival : _last;
        clock.At(_last, delivery);
        if (chance.Happens(faults.Repeat))
        {
            repeated();
            clock.At(_last + chance.Milliseconds(0.1, 1000), delivery);
        }
    }
}
