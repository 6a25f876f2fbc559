using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Secant.Core.Slicing;

namespace Secant.Actors.Workers;

/// <summary>
/// Threads for heavy computing, apart from the pool that heartbeats need, and yielding to everything else on the machine. The
/// first takes jobs; the others help it.
/// </summary>
public sealed class ComputeThreads : ICrew, IDisposable
{
    private const int Niceness = 10;

    private readonly BlockingCollection<Action> _jobs = [];
    private readonly BlockingCollection<Share> _shares = [];
    private readonly string _name;
    private readonly ComputeMeter? _meter;
    private int _threads = 1;
    private long _busy;
    private long _jobBegun;

    /// <param name="cores">How many.</param>
    /// <param name="name">What they are called, for whoever looks at the process.</param>
    /// <param name="meter">Told of them while they are there.</param>
    public ComputeThreads(int cores, string name, ComputeMeter? meter = null)
    {
        _name = name;
        _meter = meter;
        meter?.Add(this);
        Start($"{name}-0", () => Take(_jobs, job => job()));
        Use(cores);
    }

    public int Cores { get; private set; }

    /// <summary>Computes on so many threads from the next job on.</summary>
    public void Resize(int cores) => _jobs.Add(() => Use(cores));

    /// <summary>Ticks of the stopwatch that jobs took, times the cores; the job under way counts as far as it is.</summary>
    public long BusyTicks
    {
        get
        {
            var begun = Volatile.Read(ref _jobBegun);
            return (Volatile.Read(ref _busy) + (begun == 0 ? 0 : Stopwatch.GetTimestamp() - begun)) * Cores;
        }
    }

    /// <summary>Runs a job on the first thread.</summary>
    public Task<T> RunAsync<T>(Func<T> job)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _jobs.Add(() =>
        {
            var begun = Stopwatch.GetTimestamp();
            Volatile.Write(ref _jobBegun, begun);
            try
            {
                done.SetResult(job());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
            finally
            {
                Volatile.Write(ref _jobBegun, 0);
                Volatile.Write(ref _busy, _busy + Stopwatch.GetTimestamp() - begun);
            }
        });
        return done.Task;
    }

    /// <inheritdoc/>
    /// <remarks>Only to be called within a job.</remarks>
    public void Run(int tasks, Action<int, int> task)
    {
        // It is the tasks that are waited for: a helper that the machine did not wake up in time finds nothing left to do.
        var helpers = Math.Min(Cores, tasks) - 1;
        using var atWork = new CountdownEvent(tasks);
        var share = new Share(tasks, task, atWork);
        for (var helper = 0; helper < helpers; helper++)
        {
            _shares.Add(share);
        }

        share.WorkAndWait();
    }

    public void Dispose()
    {
        _meter?.Remove(this);

        // A job that is under way may still start threads; they end at once.
        _jobs.CompleteAdding();
        _shares.CompleteAdding();
    }

    // Threads that are not used any more sleep.
    private void Use(int cores)
    {
        Cores = cores;
        for (; _threads < cores; _threads++)
        {
            Start($"{_name}-{_threads}", () => Take(_shares, share => share.Work()));
        }
    }

    private static void Take<T>(BlockingCollection<T> from, Action<T> work)
    {
        foreach (var item in from.GetConsumingEnumerable())
        {
            work(item);
        }
    }

    private static void Start(string name, Action body)
    {
        var thread = new Thread(() =>
        {
            Yield();
            body();
        })
        {
            Name = name,
            IsBackground = true,
            Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
    }

    // The runtime ignores thread priority on Linux; there the nice value of process 0 is that of the calling thread alone.
    private static void Yield()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(0, 0, Niceness);
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);

    // Some tasks, taken by whoever is free.
    private sealed class Share(int tasks, Action<int, int> task, CountdownEvent atWork)
    {
        private Exception? _failure;
        private int _next;
        private int _workers;

        public void Work()
        {
            var thread = Interlocked.Increment(ref _workers) - 1;
            for (var i = Interlocked.Increment(ref _next) - 1; i < tasks; i = Interlocked.Increment(ref _next) - 1)
            {
                try
                {
                    task(i, thread);
                }
                catch (Exception e)
                {
                    Volatile.Write(ref _failure, e);
                }
                finally
                {
                    atWork.Signal();
                }
            }
        }

        public void WorkAndWait()
        {
            Work();
            atWork.Wait();
            if (_failure is not null)
            {
                throw new InvalidOperationException($"a computing thread failed: {_failure.Message}", _failure);
            }
        }
    }
}
