using Secant.Lab.Contracts;
using Secant.Lab.Scheduling;

namespace Secant.Benchmarks;

/// <summary>What one decision of the planner takes: 100 nodes of four cores, and a queue. Cold, nothing runs yet; settled, all is
/// lent.</summary>
internal static class PlannerTimes
{
    private const int Nodes = 100;
    private const int Cores = 4;
    private const int Repetitions = 30;

    private static readonly Dictionary<string, double> Unknown = [];

    public static void Measure(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"one decision for {Nodes} nodes of {Cores} cores, by experiments that wait, ms of this thread: "
            + "smallest and median");
        Planner.Node[] nodes = [.. Enumerable.Range(0, Nodes)
            .Select(node => new Planner.Node($"n{node}", Cores, 5e6 * (1 + (node / 1000.0)), 0.0005))];
        foreach (var size in (int[])[100, 500])
        {
            // The compiler is done with it before anything counts.
            _ = Timing.Of(Repetitions, () => Planner.Decide(nodes, Queue(size)));
        }

        foreach (var size in (int[])[100, 500])
        {
            // The compiler is to be done before anything counts.
            var queue = Queue(size);
            _ = Timing.Of(Repetitions, () => Planner.Decide(nodes, queue));
        }

        foreach (var waiting in (int[])[1, 100, 500, 1_000, 10_000])
        {
            var queue = Queue(Math.Max(1, waiting));
            var cold = Timing.Of(Repetitions, () => Planner.Decide(nodes, queue));
            Planner.Job[] settledQueue =
                [.. queue.Zip(Planner.Decide(nodes, queue), (job, plan) => job with { Current = plan.Grants })];
            var settled = Timing.Of(Repetitions, () => Planner.Decide(nodes, settledQueue));
            output.WriteLine($"  waiting {queue.Length,6}  cold {cold.Smallest,8:F2} {cold.Median,8:F2}  settled "
                + $"{settled.Smallest,8:F2} {settled.Median,8:F2}");
        }

        // One that runs everywhere gives way to all who come.
        Planner.Job[] crowd = [.. Enumerable.Range(0, 10_000).Select(job => new Planner.Job(
            $"{job}", 64 * 20_000, true, null,
                job > 0 ? [] : [.. nodes.Select(node => new NodeGrant(node.Key, Cores, node.SpeedPerCore * Cores))], Unknown))];
        var squeezed = Timing.Of(Repetitions, () => Planner.Decide(nodes, crowd));
        output.WriteLine($"  waiting {crowd.Length,6}  behind one that has all {squeezed.Smallest,8:F2} {squeezed.Median,8:F2}");
    }

    // Work that pays on several cores.
    private static Planner.Job[] Queue(int size) =>
        [.. Enumerable.Range(0, size).Select(job => new Planner.Job($"{job}", 64 * 500, true, null, [], Unknown))];
}
