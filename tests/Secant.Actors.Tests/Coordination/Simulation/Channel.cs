namespace Secant.Actors.Tests.Coordination.Simulation;

/// <summary>Messages one way: each takes its own time, none overtakes another.</summary>
internal sealed class Channel(VirtualClock clock, Chance chance, double usualMilliseconds)
{
    private DateTimeOffset _last;

    /// <param name="delivery">What happens at the other end.</param>
    public void Send(Action delivery)
    {
        var slow = chance.Happens(0.02) ? 30 : 1;
        var arrival = clock.Now + chance.Milliseconds(usualMilliseconds * 0.5, usualMilliseconds * 2 * slow);
        _last = arrival > _last ? arrival : _last;
        clock.At(_last, delivery);
    }
}
