namespace Secant.Lab.Scheduling;

/// <summary>Pauses between attempts at what fails again and again: one second, then twice as long each time. Pure.</summary>
/// <param name="longest">The longest pause.</param>
internal sealed class BackOff(TimeSpan longest)
{
    private const int MostDoublings = 10;

    private int _failures;

    /// <summary>The pause after one more failure.</summary>
    /// <param name="quiet">How long nothing had failed; after twice the longest pause the counting begins anew.</param>
    public TimeSpan Next(TimeSpan quiet)
    {
        _failures = quiet > 2 * longest ? 1 : _failures + 1;
        return TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, 1 << Math.Min(MostDoublings, _failures - 1)));
    }
}
