using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Trials;

/// <summary>Runs an experiment on a lab, breaks the lab at random passes, and compares the outcome with the reference
/// trainer's.</summary>
internal sealed class LabMatrix(LabOfProcesses lab, Trial trial)
{
    /// <summary>Time between checkpoints: short, so that replays begin at checkpoints as well as at the seed.</summary>
    public const string Settings = "secant.checkpoint.interval = 500ms";

    private const string Joined = "^joined lab ";

    // Early, so that the newcomer finds a run that has hardly begun.
    private const int JoinPass = 20;

    private static readonly TimeSpan HangTime = TimeSpan.FromSeconds(10);

    /// <summary>One cell: so many workers, one breakage.</summary>
    public async Task<ExperimentDocument> RunAsync(int workers, Breakage breakage, ExperimentSpec spec)
    {
        await lab.StaffAsync(workers);
        var expected = Expected.Of(spec);
        var id = await lab.SubmitAsync(spec, breakage == Breakage.Join ? workers + 1 : workers);
        await BreakAsync(breakage, id,
            breakage == Breakage.Join ? JoinPass : trial.Random.Next(spec.Iterations / 20, spec.Iterations / 2));
        var document = await lab.EndAsync(id);
        (await expected).AssertReached(document);
        trial.Say($"{workers} worker(s), {breakage}, {spec.Scale}: reference bits, {document.Recoveries} recoveries, "
            + $"{document.ElapsedSeconds:F1} s, pass {document.PassMilliseconds?.Median:F2} ms");
        return document;
    }

    /// <summary>Does something to the lab once an experiment has come to a pass.</summary>
    public async Task BreakAsync(Breakage breakage, string id, int pass)
    {
        if (breakage == Breakage.None)
        {
            return;
        }

        var at = await lab.ReachAsync(id, pass);
        Assert.False(ExperimentStates.IsEnd(at.State), $"the run was over at {at.Iteration} before {breakage}");
        trial.Say($"{breakage} at pass {at.Iteration}");
        switch (breakage)
        {
            case Breakage.Join:
                await lab.StartWorker().LineAsync(Joined);
                break;
            case Breakage.Kill:
                await lab.LoseAsync(AnyWorker());
                await KeepOneAsync();
                break;
            case Breakage.KillTwice:
                await lab.LoseAsync(AnyWorker());
                await lab.StartWorker().LineAsync(Joined);
                await lab.LoseAsync(AnyWorker());
                await KeepOneAsync();
                break;
            case Breakage.KillTwo:
                var (one, other) = (lab.Workers[0], lab.Workers[^1]);
                one.Send(Signal.Kill);
                if (other != one)
                {
                    await lab.LoseAsync(other);
                }

                await lab.LoseAsync(one);
                await KeepOneAsync();
                break;
            case Breakage.KillAll:
                foreach (var worker in lab.Workers)
                {
                    worker.Send(Signal.Kill);
                }

                var count = lab.Workers.Count;
                while (lab.Workers.Count > 0)
                {
                    await lab.LoseAsync(lab.Workers[0]);
                }

                await lab.StaffAsync(count);
                break;
            case Breakage.Hang:
                var hung = AnyWorker();
                var joined = hung.Count(Joined);
                hung.Send(Signal.Stop);
                await Task.Delay(HangTime, TestContext.Current.CancellationToken);
                hung.Send(Signal.Continue);
                await hung.LineAsync(Joined, joined + 1);
                break;
            case Breakage.Drain:
                Assert.Equal(0, await lab.DrainAsync(AnyWorker()));
                await KeepOneAsync();
                break;
            case Breakage.KillLab:
                await ReturnAsync(lab.Lab.KillAsync);
                break;
            default:
                await ReturnAsync(async () =>
                {
                    lab.Lab.Send(Signal.Terminate);
                    Assert.Equal(130, await lab.Lab.ExitAsync());
                });
                break;
        }
    }

    private SecantProcess AnyWorker() => lab.Workers[trial.Random.Next(lab.Workers.Count)];

    // Someone has to end the run.
    private async Task KeepOneAsync()
    {
        if (lab.Workers.Count == 0)
        {
            await lab.StaffAsync(1);
        }
    }

    // The lab goes and is started again; workers, which nobody touches, come back to it.
    private async Task ReturnAsync(Func<Task> go)
    {
        var joined = lab.Workers.Select(worker => worker.Count(Joined)).ToList();
        await go();
        await lab.RestartAsync();
        foreach (var (worker, times) in lab.Workers.Zip(joined))
        {
            await worker.LineAsync(Joined, times + 1);
        }
    }
}
