using System.Diagnostics;

namespace Secant.Benchmarks;

/// <summary>Times of one thing done many times. The smallest is what the machine can do, the median what it did.</summary>
internal sealed class Timing
{
    private readonly List<double> _milliseconds = [];

    public double Smallest => _milliseconds.Min();

    public double Median => _milliseconds.Order().ElementAt(_milliseconds.Count / 2);

    public static Timing Of(int repetitions, Action action)
    {
        var timing = new Timing();
        for (var i = 0; i < repetitions; i++)
        {
            timing.Add(action);
        }

        return timing;
    }

    public void Add(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
}
