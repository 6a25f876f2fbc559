using Secant.Lab.Contracts;

namespace Secant.Cli.Drills;

/// <summary>One way to break a lab while an experiment runs on it. Used once.</summary>
internal abstract class Drill : IAsyncDisposable
{
    /// <summary>The word on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What is done to the lab.</summary>
    public abstract string Summary { get; }

    /// <summary>Why it cannot be tried on this machine; null where it can.</summary>
    public virtual string? Obstacle => null;

    /// <summary>Every drill, in the order of the command line's help.</summary>
    public static IReadOnlyList<Drill> All() =>
        [new KillWorker(), new HangWorker(), new KillLab(), new CutNetwork(), new FillDisk()];

    /// <summary>Starts the lab that it breaks.</summary>
    public virtual Task<DrillLab> StartAsync(string folder, Action<HappeningDocument> saw, CancellationToken cancellation) =>
        DrillLab.StartAsync(new DrillSetup(folder), saw, null, cancellation);

    /// <summary>Breaks the lab and waits until passes are made again and everybody is back.</summary>
    /// <returns>From the break, or from the end of its cause where only that can heal it, to the next finished pass.</returns>
    public abstract Task<TimeSpan> BreakAsync(DrillLab lab, Action<string> say, CancellationToken cancellation);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
