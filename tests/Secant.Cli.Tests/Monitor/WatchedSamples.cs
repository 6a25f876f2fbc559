using Secant.Cli.Monitor;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Tests.Monitor;

/// <summary>Labs as the console would hear of them.</summary>
internal static class WatchedSamples
{
    public const long Noon = 1_790_000_030_000;

    public static MonitorLook Look { get; } = new(Glyphs.Unicode, TimeZoneInfo.Utc);

    public static ExperimentDocument Heavy { get; } = new()
    {
        Id = "12",
        State = ExperimentStates.Running,
        Spec = SpecRecord.From(Samples.Spec with { Iterations = 400, BatchSize = 64, LearningRate = 0.02, HiddenSize = 20_000 }),
        Iteration = 203,
        Loss = 1.2041,
        Curve = [.. Enumerable.Range(0, 11).Select(i => new CurvePoint(i * 20, 2, 0.1 + (0.06 * i)))],
        PassMilliseconds = new PassMilliseconds(512, 690),
        Nodes = 2,
        Recoveries = 1,
        SecondsLeft = 130,
        Placement = "runs on 8 cores of 2 nodes: a pass is expected to take 480 ms there",
        Why = "31 % of the time waits for lab-07, 2.4 times slower than the median since 14:02: its processor is taken by "
        + "something else, "
            + "it gets 41 % of what it asks for; dropping it would save 18 min.",
        Checkpoint = new CheckpointDocument(190, Noon - 9_000, 254_000_000, 0.83, 60),
        Spans = new SpansDocument
        {
            Seconds = 60,
            Passes = 114,
            Compute = 0.58,
            Waiting = 0.31,
            Network = 0.05,
            Evaluation = 0.04,
            Coordinator = 0.02,
            Nodes =
            [
                new NodeSpansDocument("lab-01", 10_000, 221, 210, 11, 3_047_619, 0.01, 0.4, null),
                new NodeSpansDocument("lab-07", 10_000, 524, 512, 12, 1_250_000, 0.30, 2.4, Noon - 660_000),
            ],
        },
    };

    public static StatusDocument AtWork { get; } = new(
        new LabDocument("lab", "10.0.0.5:4053", Samples.Completed.Build!, "2026-09-21T14:00:00.0000000+00:00"),
        [
            Node("lab-01", NodeStates.Busy) with { Slowness = 0.4, PassMilliseconds = 221, Why = "computes 88 % of the time." },
            Node("lab-07", NodeStates.Busy) with { Slowness = 2.4, PassMilliseconds = 524,
                Why = "2.4 times slower than the median since 14:02: its processor is taken by something else, it gets 41 % of "
                + "what it asks for." },
            new NodeDocument("lab-09", "10.0.0.14:4712", NodeStates.Idle, 4, 0.9, 0,
                []) { Why = "is idle: experiment 12 would take 471.20 ms a pass with it, 480.00 ms without: less than a tenth "
                    + "gained." },
        ],
        [
            Samples.Completed with { Id = "11" },
            Heavy,
            new ExperimentDocument
            {
                Id = "13",
                State = ExperimentStates.Queued,
                Spec = Samples.Completed.Spec,
                Why = "queued: all cores are lent; it is the next",
            },
        ])
    {
        AtUnixMilliseconds = Noon,
        Events =
        [
            new HappeningDocument(5, Noon - 9_000, HappeningKinds.Checkpoint, "checkpoint at iteration 190, stored in 0.83 s",
                null, "12"),
            new HappeningDocument(4, Noon - 60_000, HappeningKinds.Straggler, "lab-07 is late with pass 171", "lab-07", "12"),
            new HappeningDocument(3, Noon - 90_000, HappeningKinds.Submitted, "experiment 13 is queued", null, "13"),
            new HappeningDocument(2, Noon - 200_000, HappeningKinds.Started, "experiment 12 is taken up on 2 nodes", null, "12"),
            new HappeningDocument(1, Noon - 400_000, HappeningKinds.Joined, "lab-07 joined with 4 cores", "lab-07"),
        ],
    };

    /// <summary>The same after lab-07 was killed.</summary>
    public static StatusDocument WithLoss { get; } = new(
        AtWork.Lab,
        [
            AtWork.Nodes[0],
            new NodeDocument("lab-07", "10.0.0.12:4712", NodeStates.Lost, 4, 1.4, 0,
                []) { Why = "was lost: its connection broke." },
            AtWork.Nodes[2],
        ],
        AtWork.Experiments)
    {
        AtUnixMilliseconds = Noon + 1_000,
        Events = [new HappeningDocument(6, Noon + 100, HappeningKinds.Died, "lab-07 was lost: its connection broke", "lab-07")],
    };

    public static MonitorState State(StatusDocument? status = null) =>
        Feed(new MonitorState(), new MonitorInput.Answer(status ?? AtWork, At(0)));

    public static DateTimeOffset At(double seconds) => DateTimeOffset.FromUnixTimeMilliseconds(Noon).AddSeconds(seconds);

    public static MonitorState Feed(MonitorState state, params MonitorInput[] inputs) =>
        inputs.Aggregate(state, (before, input) => MonitorUpdate.Next(before, input).State);

    /// <summary>Presses keys: letters, and [Up] [Down] [Tab] [Enter] [Esc] [Back].</summary>
    public static MonitorState Press(MonitorState state, params string[] keys) =>
        Feed(state, [.. keys.Select(key => new MonitorInput.Key(Key(key)))]);

    public static ConsoleKeyInfo Key(string key) => key switch
    {
        "[Up]" => Special(ConsoleKey.UpArrow),
        "[Down]" => Special(ConsoleKey.DownArrow),
        "[Tab]" => new ConsoleKeyInfo('\t', ConsoleKey.Tab, false, false, false),
        "[Enter]" => new ConsoleKeyInfo('\r', ConsoleKey.Enter, false, false, false),
        "[Esc]" => new ConsoleKeyInfo('\e', ConsoleKey.Escape, false, false, false),
        "[Back]" => new ConsoleKeyInfo('\b', ConsoleKey.Backspace, false, false, false),
        [var letter] => new ConsoleKeyInfo(letter, default, false, false, false),
        _ => throw new ArgumentException($"no key is called {key}", nameof(key)),
    };

    private static ConsoleKeyInfo Special(ConsoleKey key) => new('\0', key, false, false, false);

    private static NodeDocument Node(string name, string state) => new(name, "10.0.0.6:4711", state, 4, 0.4, 10_000, ["12"])
    {
        CoresBusy = 4,
        SampleUnitsPerSecond = 3_047_619,
        ComputingShare = 0.88,
        ProcessorShare = 0.86,
        MemoryBytes = 610 << 20,
        SinceUnixMilliseconds = Noon - 400_000,
    };
}
