using System.Diagnostics;
using System.Globalization;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Trials;

/// <summary>Unequal machines get unequal slices, and the split follows as somebody else uses one of them and leaves it
/// again.</summary>
[Collection(RealProcesses.Name)]
public sealed class SplitTrial
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact(Timeout = 300_000)]
    [Trait(Trial.Form, Trial.Long)]
    public async Task Split_should_follow_what_others_take_of_a_machine()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.ProcessorCount > 1, "needs two cores and Linux's tools");
        var trial = new Trial("the split follows two busy loops on one of two nodes' cores, H 2,000");
        await using var lab = await LabOfProcesses.StartAsync("");
        lab.StartWorker(["taskset", "-c", "0"]);
        lab.StartWorker(["taskset", "-c", "1"]);
        await lab.StaffAsync(2);
        var id = await lab.SubmitAsync(
            new ExperimentSpec
            {
                Iterations = 1_000_000,
                BatchSize = 64,
                LearningRate = 0.02,
                HiddenSize = 2_000,
                EvaluateEvery = 1_000_000
            }, 2);
        var before = await UntilAsync(lab, share => share is > 0.35 and < 0.65, "an even split");

        double taken;
        var began = Stopwatch.GetTimestamp();
        double takes;
        using (new Burner(core: 1, loops: 2))
        {
            taken = await UntilAsync(lab, share => share < 0.75 * before, "a smaller slice");
            takes = Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        began = Stopwatch.GetTimestamp();
        var after = await UntilAsync(lab, share => share > 0.9 * before, "the slice of before");
        trial.Record(string.Create(
            CultureInfo.InvariantCulture,
            $"its share of the units went from {before:P0} to {taken:P0} {takes:F1} s after they began, and was {after:P0} "
                + $"{Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s after they ended"));
        await lab.Client.ChangeAsync(id, LabProtocol.ChangeKind.Cancel, TestContext.Current.CancellationToken);
    }

    // The share of the units that w2 computes with.
    private static async Task<double> UntilAsync(LabOfProcesses lab, Func<double, bool> isThere, string what)
    {
        var share = double.NaN;
        await LabOfProcesses.UntilAsync(
            async () =>
            {
                if (await lab.StatusAsync() is { Nodes: { Count: 2 } nodes }
                    && nodes.Sum(node => node.Units) is var units and > 0)
                {
                    share = (double)nodes.Single(node => node.Name == "w2").Units / units;
                }

                return isThere(share);
            },
            what,
            Patience,
            () => $"{share:P0}");
        return share;
    }
}
