using Secant.Actors.Workers;
using Secant.Core.Slicing;

namespace Secant.Actors.Tests.Coordination.Simulation;

/// <summary>The worker actor in virtual time: the real holder and the real numerics, commands first, one job at a time.</summary>
internal sealed class SimulatedWorker(SimulatedLab lab, SimulatedNode node, VirtualClock clock, Chance chance, int life)
{
    private readonly SliceHolder _holder = new(
        new SliceTrainer(lab.Scenario.Spec, lab.Scenario.Train, lab.Scenario.Test, lab.Scenario.Data.Classes, new SingleThread()),
        lab.Scenario.Spec.BatchSize);

    private readonly Queue<Func<SliceHolder, HolderJob?>> _commands = new();
    private bool _isBusy;
    private bool _hasEnded;

    public SimulatedNode Node { get; } = node;

    public int Life { get; } = life;

    public void End() => _hasEnded = true;

    public void Take(Func<SliceHolder, HolderJob?> command)
    {
        if (!_hasEnded)
        {
            _commands.Enqueue(command);
            Work();
        }
    }

    /// <summary>Something for an opening comes when it is fetched, overtaken by what needs no fetching.</summary>
    public void Fetch(int number, TimeSpan fetching, Action<Opening> use) => Take(holder =>
    {
        if (holder.Find(number) is { } opening)
        {
            clock.After(fetching, () => Node.Take(() =>
            {
                if (!_hasEnded)
                {
                    use(opening);
                    Work();
                }
            }));
        }

        return null;
    });

    private void Work()
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
            if (_hasEnded)
            {
                return;
            }

            foreach (var report in reports)
            {
                var timed = report is HolderReport.Answer { ComputeSeconds: > 0 } answer ? answer with { ComputeSeconds = duration.TotalSeconds } : report;

                // What is large is fetched first, and so overtaken by what is small.
                var fetching = chance.Happens(0.1) ? chance.Milliseconds(1, 300) : TimeSpan.Zero;
                Node.Up.Send(() => clock.After(fetching, () => lab.Take(this, timed)));
            }

            Work();
        }));
    }
}
