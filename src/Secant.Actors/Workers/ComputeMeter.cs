using System.Diagnostics;

namespace Secant.Actors.Workers;

/// <summary>How much of its cores' time a node computes, by the wall clock and by the processor's.</summary>
/// <param name="cores">Cores lent.</param>
public sealed class ComputeMeter(int cores)
{
    private readonly HashSet<ComputeThreads> _threads = [];
    private long _finished;
    private long _readAt = Stopwatch.GetTimestamp();
    private long _busyBefore;
    private TimeSpan _processorBefore = Environment.CpuUsage.TotalTime;

    public void Add(ComputeThreads threads)
    {
        lock (_threads)
        {
            _threads.Add(threads);
        }
    }

    public void Remove(ComputeThreads threads)
    {
        lock (_threads)
        {
            if (_threads.Remove(threads))
            {
                _finished += threads.BusyTicks;
            }
        }
    }

    /// <summary>The shares since the last reading, each of all cores lent, 0 to 1.</summary>
    public (double Computing, double Processor) Read()
    {
        lock (_threads)
        {
            var now = Stopwatch.GetTimestamp();
            var busy = _finished + _threads.Sum(threads => threads.BusyTicks);
            var processor = Environment.CpuUsage.TotalTime;
            var passed = Stopwatch.GetElapsedTime(_readAt, now).TotalSeconds * cores;
            var shares = (
                Share((busy - _busyBefore) / (double)Stopwatch.Frequency, passed),
                Share((processor - _processorBefore).TotalSeconds, passed));
            (_readAt, _busyBefore, _processorBefore) = (now, busy, processor);
            return shares;
        }
    }

    private static double Share(double seconds, double passed) => passed > 0 ? Math.Clamp(seconds / passed, 0, 1) : 0;
}
