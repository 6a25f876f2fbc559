using Secant.Core.Slicing;
using Secant.Lab.Runs;

namespace Secant.Lab.Tests.Runs.Simulation;

/// <summary>The worker actor in virtual time: the real holder and the real numerics, commands first, one job at a time.</summary>
internal sealed class SimulatedWorker(SimulatedLab lab, SimulatedNode node, VirtualClock clock, Chance chance, int life)
{
    private readonly SliceHolder _holder = new(
        new SliceTrainer(lab.Scenario.Spec, lab.Scenario.Train, lab.Scenario.Test, lab.Scenario.Data.Classes, new SingleThread()),
        lab.Scenario.Spec.BatchSize);

    private readonly Queue<Func<SliceHolder, HolderJob?>> _commands = new();
    private bool _isBusy;

    public SimulatedNode Node { get; } = node;

    public int Life { get; } = life;

    public bool HasEnded { get; private set; }

    public void End() => HasEnded = true;

    public void Take(Func<SliceHolder, HolderJob?> command)
    {
        if (!HasEnded)
        {
            _commands.Enqueue(command);
            Work();
        }
    }

    /// <summary>Something for an opening comes when it is fetched, overtaken by what needs no fetching.</summary>
    public void Fetch(int number, TimeSpan fetching, Func<Opening, bool> takes, Action<Opening> use) => Take(holder =>
    {
        if (holder.Find(number) is { } opening && takes(opening))
        {
            clock.After(fetching, () => Node.Take(() =>
            {
                if (!HasEnded)
                {
                    use(opening);
                    Work();
                }
            }));
        }

        return null;
    });

    // As the worker actor does. Only where commands come twice or never may there be one that cannot be carried out.
    private void Work()
    {
        try
        {
            WorkOn();
        }
        catch (InvalidOperationException) when (lab.Scenario.Faults.Disorder)
        {
            HasEnded = true;
            Node.Up.Send(() => lab.GiveUp(this));
        }
    }

    private void WorkOn()
    {
        while (!_isBusy && _commands.TryDequeue(out var command))
        {
            Start(command(_holder));
        }

        if (!_isBusy)
        {
            Start(_holder.Advance());
        }
    }

    private void Start(HolderJob? job)
    {
        if (job is null)
        {
            return;
        }

        _isBusy = true;
        var reports = job();
        var groups = reports is [HolderReport.Answer answered] ? GroupRanges.Count(answered.Ranges) : 1;
        var duration = TimeSpan.FromSeconds(groups * Node.SecondsAGroup * chance.Scale(0.7, 1.5));
        clock.After(duration, () => Node.Take(() =>
        {
            _isBusy = false;
            if (HasEnded)
            {
                return;
            }

            foreach (var report in reports)
            {
                var timed = report is HolderReport.Answer { ComputeSeconds: > 0 } answer
                    ? answer with { ComputeSeconds = duration.TotalSeconds } : report;

                // What is large is fetched first, and so overtaken by what is small.
                var fetching = chance.Happens(0.1) ? chance.Milliseconds(1, 300) : TimeSpan.Zero;
                Node.Up.Send(() => clock.After(fetching, () => lab.Take(this, timed)), mayVanish: true);
            }

            Work();
        }));
    }
}
