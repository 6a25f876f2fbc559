using Secant.Actors.Wire;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.Tests.Contracts;

namespace Secant.Actors.Tests.Wire;

/// <summary>At least one of each message, every field set to something of its own; then those whose lists are empty and options
/// left out.</summary>
internal static class WireSamples
{
    private static readonly Attempt Attempt = new("12", 3);
    private static readonly Payload Inline = new([1, 2, 3], null, 3);
    private static readonly Payload Fetched = new(null, "0123456789abcdef0123456789abcdef", 5_000_000);
    private static readonly WorkerProtocol.Sums Sums = new([new WireSubtree(4, 1), new WireSubtree(0, 32)], Inline);

    private static readonly ExperimentDocument Document = new()
    {
        Id = "12",
        State = ExperimentStates.Running,
        Spec = Samples.Spec,
        Iteration = 7,
        Loss = 2.25,
        TrainAccuracy = 0.5,
        TestAccuracy = 0.25,
        Curve = [new CurvePoint(0, null, 0.125), new CurvePoint(5, 2.5, 0.25)],
        ElapsedSeconds = 1.5,
        PassMilliseconds = new(0.5, 0.75),
        Fingerprint = "feed",
        Recoveries = 2,
        Nodes = 3,
        Build = Samples.Build,
        Reason = "why",
        Note = "note",
        Placement = "where",
        SubmittedAtUnixMilliseconds = 1765432100123,
        Forecast = Samples.Forecast,
        Sweeps = [new FilingRecord("sweep", 4), new FilingRecord("other", 1)],
        SecondsLeft = 12.5,
        Spans = new SpansDocument
        {
            Seconds = 60,
            Passes = 500,
            Compute = 0.125,
            Waiting = 0.25,
            Network = 0.0625,
            Coordinator = 0.03125,
            Checkpoint = 0.5,
            Evaluation = 0.015625,
            Opening = 0.0078125,
            Held = 0.00390625,
            Nodes = [new NodeSpansDocument("n", 40, 12.5, 8.25, 3.5, 5e6, 0.25, 2.5, 1765432100123) { UnitsAPass = 38.5,
            ComputingShare = 0.75, ProcessorShare = 0.5 }, new NodeSpansDocument("m", 35, 5, 4, 0.5, 6e6, 0, 0.5, null)],
            SecondsAPass = 0.0125,
            PassAgeSeconds = 0.75,
            Awaited = ["n"],
        },
        Checkpoint = new CheckpointDocument(5, 1765432100456, 480_000, 0.25, 5),
        Why = "slow",
    };

    private static readonly NodeDocument Busy = new("n", "127.0.0.1:5000", "busy", 4, 0.5, 75, ["12", "13"])
    {
        CoresBusy = 3,
        SampleUnitsPerSecond = 5e6,
        ComputingShare = 0.75,
        ProcessorShare = 0.5,
        MemoryBytes = 123456789012,
        PassMilliseconds = 12.5,
        Slowness = 2.5,
        Why = "slow",
        SinceUnixMilliseconds = 1765432100123,
    };

    private static readonly StatusDocument Status = new(
        new LabDocument("lab", "127.0.0.1:4053", Samples.Build, "2026-01-02T03:04:05Z"),
        [Busy, new NodeDocument("m", "127.0.0.1:5001", "idle", 2, 1.5, 0, [])],
        [Document])
    {
        Events = [new HappeningDocument(2, 1765432100789, HappeningKinds.Moved, "40 units moved", "n", "12") { Giver = "m" },
        new HappeningDocument(1, 1765432100456, HappeningKinds.Note, "text")],
        AtUnixMilliseconds = 1765432101000,
        States = [new StateCount(ExperimentStates.Running, 1), new StateCount(ExperimentStates.Queued, 70)],
    };

    public static IReadOnlyList<IWireMessage> All { get; } =
    [
        new BlobProtocol.GetChunk("beef", 17, 3),
        new BlobProtocol.Chunk(17, 3, [4, 5], [6, 7]),
        new BlobProtocol.Missing(17),
        new BlobProtocol.GotAll("beef"),
        new NodeProtocol.Register("n", "instance", 4, 1, "probe", 5e6, Samples.Build, "process"),
        new NodeProtocol.Welcome("lab", "n-2"),
        new NodeProtocol.Refused("why"),
        new NodeProtocol.Pulse("instance", 123456789012, 0.75, 0.5, 0.0005),
        new NodeProtocol.ResizeWorker(new Attempt("17", 3), 4),
        new NodeProtocol.Leaving("instance"),
        new NodeProtocol.Released(),
        new NodeProtocol.Unknown(),
        new NodeProtocol.StartWorker(Attempt, Samples.Spec, 2),
        new NodeProtocol.StopWorker(Attempt),
        new NodeProtocol.FetchData("ab12"),
        new NodeProtocol.Data("ab12", "mnist", [Inline, Fetched]),
        new WorkerProtocol.OpenSlice(Attempt, 5, new WireRange(8, 3), 40, true),
        new WorkerProtocol.SliceValues(Attempt, 5, Fetched),
        new WorkerProtocol.Replay(Attempt, 5, 40, 2, Inline),
        new WorkerProtocol.Pass(Attempt, 41, [new WireRange(0, 8), new WireRange(8, 3)], [5, 6], Inline),
        new WorkerProtocol.Evaluate(Attempt, 41, true, 100, 50),
        new WorkerProtocol.CopySlices(Attempt, 41, [new WireRange(0, 8)]),
        new WorkerProtocol.Forget(Attempt),
        new WorkerProtocol.Ready(Attempt, "n"),
        new WorkerProtocol.Answer(Attempt, 42, [new WireRange(0, 8)], Sums, 0.125, 5),
        new WorkerProtocol.Evaluated(Attempt, 41, true, 100, Sums),
        new WorkerProtocol.SliceCopied(Attempt, 41, new WireRange(0, 8), Fetched),
        new WorkerProtocol.Diverged(Attempt, 41),
        new WorkerProtocol.GaveUp(Attempt, "why", true),
        new LabProtocol.Submit(Samples.Spec with { StopWhenFlat = 4 }, "note", 2, new FilingRecord("sweep", 4), Samples.Forecast),
        new LabProtocol.GetCores(),
        new LabProtocol.Cores([new LabProtocol.NodeCores("n", 4, 5e6, 0.0003)]),
        new LabProtocol.FileUnder("12", new FilingRecord("sweep", 4)),
        new LabProtocol.NeedData("ab12"),
        new LabProtocol.OfferData("ab12", "mnist", [Inline, Fetched]),
        new LabProtocol.GetDocuments(50, true),
        new LabProtocol.Documents([Document], 51),
        new LabProtocol.GetParameters("12"),
        new LabProtocol.Parameters(40, "feed", 784, 10, 8000, [new LabProtocol.ParameterChunk(0, 8, Fetched)], Samples.Spec,
            "damage"),
        new LabProtocol.Submitted("12"),
        new LabProtocol.Denied("why"),
        new LabProtocol.NotStored("why"),
        new LabProtocol.GetDocument("12"),
        new LabProtocol.Document(Document, "error"),
        new LabProtocol.Change("12", LabProtocol.ChangeKind.Cancel),
        new LabProtocol.Drain("n"),
        new LabProtocol.Done("text"),
        new LabProtocol.GetStatus { EventsAfter = 17 },
        new LabProtocol.Status(Status),
    ];

    public static IReadOnlyList<IWireMessage> Sparse { get; } =
    [
        new BlobProtocol.Chunk(1, 0, [], null),
        new NodeProtocol.Register("", "", 0, 0, "", 0, Samples.Build with { Commit = null }),
        new NodeProtocol.Data("ab12", "mnist", null),
        new WorkerProtocol.OpenSlice(new Attempt("", 0), 0, new WireRange(0, 0), 0, false),
        new WorkerProtocol.Pass(Attempt, 0, null, null, new Payload([], null, 0)),
        new WorkerProtocol.CopySlices(Attempt, 0, null),
        new WorkerProtocol.Answer(Attempt, 0, null, new WorkerProtocol.Sums(null, new Payload([], null, 0)), 0),
        new LabProtocol.Submit(Samples.Spec with { EvaluateEvery = null, Seed = 0, DataSha256 = "" }, null, null),
        new LabProtocol.Cores(null),
        new LabProtocol.Documents(null, 0),
        new LabProtocol.Parameters(0, "", 0, 0, 0, null, Samples.Spec, null),
        new LabProtocol.Change("", LabProtocol.ChangeKind.Pause),
        new LabProtocol.Document(new ExperimentDocument { Id = "1", State = "", Spec = Samples.Spec }, null),
        new LabProtocol.Status(new StatusDocument(Status.Lab, [], [])),
    ];
}
