namespace Secant.Core.Forecasting;

/// <summary>How long runs take side by side.</summary>
public static class Makespan
{
    /// <summary>Seconds until the last is done, where each takes the core that is free first, in their order.</summary>
    /// <param name="seconds">What each takes on one core.</param>
    /// <param name="cores">Cores, at least 1.</param>
    public static double Of(IEnumerable<double> seconds, int cores)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cores, 1);
        var free = new double[cores];
        foreach (var run in seconds)
        {
            var first = Array.IndexOf(free, free.Min());
            free[first] += run;
        }

        return free.Max();
    }
}
