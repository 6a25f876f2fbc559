using Akka.Actor;
using Secant.Actors.Journal;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.Tests.Contracts;

namespace Secant.Actors.Tests.Journal;

/// <summary>What is read of a store of many experiments, counted in rows of the journal that are decoded.</summary>
public sealed class ReadingOfManyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Find_should_read_nothing_of_the_other_experiments()
    {
        // Ids that begin alike, and a node that is called like one of them.
        await FillAsync(12);
        var (one, eleven) = (new StoreReader(_folder.Path), new StoreReader(_folder.Path));
        Assert.Equal("note of 1", one.Find("1")!.Note);
        Assert.Equal((ExperimentStates.Completed, 2), (eleven.Find("11")!.State, eleven.Find("11")!.Curve.Count));

        // Its submission and end at the lab, its life, its checkpoint and its result.
        Assert.Equal((5, 10), (one.RowsRead, eleven.RowsRead));
        Assert.NotNull(one.Timeline("1"));
        Assert.Equal(10, one.RowsRead);
        Assert.Equal(Shown(new StoreReader(_folder.Path).List().Single(document => document.Id == "7")), Shown(one.Find("7")!));
    }

    [Fact]
    public async Task List_of_some_should_read_no_events_of_the_others_own()
    {
        await FillAsync(12);
        var reader = new StoreReader(_folder.Path);
        Assert.Equal(["3", "12"], reader.List(submitted => submitted.Where(one => one.Note is "note of 3" or "note of 12")
            .Select(one => one.Id)).Select(document => document.Id));

        // All that the lab said, and three events of each of the two.
        Assert.Equal(12 + 12 + 1 + 3 + 3, reader.RowsRead);
    }

    [Fact]
    public async Task List_for_a_table_should_lack_curves_of_what_completed_and_nothing_else()
    {
        await FillAsync(3);
        await using (var session = StoreSession.Open(_folder.Path))
        {
            await session.PersistAsync("lab", new ExperimentSubmitted("4", Samples.Spec, 4, ""));
            await session.PersistAsync("experiment-4", new LifeStarted(1, "gone", 5, Samples.Build), Checkpoint(20));
        }

        var whole = new StoreReader(_folder.Path).List();
        var brief = new StoreReader(_folder.Path).ListBriefly();
        Assert.Equal([2, 2, 2, 2], whole.Select(document => document.Curve.Count));
        Assert.Equal([0, 0, 0, 2], brief.Select(document => document.Curve.Count));
        Assert.Equal(
            whole.Select(document =>
                Shown(document.State == ExperimentStates.Completed ? document with { Curve = [], NodeNames = [] } : document)),
            brief.Select(Shown));
    }

    [Fact]
    public async Task Name_of_a_data_set_should_be_that_of_the_first_submission_with_it()
    {
        await using (var session = StoreSession.Open(_folder.Path))
        {
            await session.PersistAsync(
                "lab",
                new ExperimentSubmitted("1", Samples.Spec with { Data = "other", DataSha256 = "0a0a" }, 1, "feed"),
                new ExperimentSubmitted("2", Samples.Spec with { Data = "first", DataSha256 = "feed" }, 2, ""),
                new ExperimentSubmitted("3", Samples.Spec with { Data = "second", DataSha256 = "feed" }, 3, ""));
        }

        var reader = new StoreReader(_folder.Path);
        Assert.Equal("other", reader.DataName("0a0a"));
        Assert.Equal("first", reader.DataName("feed"));
        Assert.Null(reader.DataName("beef"));
    }

    private static string Shown(ExperimentDocument document) => System.Text.Json.JsonSerializer.Serialize(document);

    private static CheckpointCommitted Checkpoint(int iteration) => new(
        iteration, [], $"at {iteration}",
            Samples.Progress with { Curve = [new CurvePoint(0, null, 0.1), new CurvePoint(iteration, 0.5, 0.8)] }, Life: 1);

    private async Task FillAsync(int count)
    {
        await using var session = StoreSession.Open(_folder.Path);
        var lab = session.Recorder("lab");
        for (var number = 1; number <= count; number++)
        {
            await StoreSession.PersistAsync(lab, new ExperimentSubmitted($"{number}", Samples.Spec, number, $"note of {number}"));
            await session.PersistAsync(
                $"experiment-{number}",
                new LifeStarted(1, "gone", 5, Samples.Build),
                Checkpoint(100),
                new ExperimentCompleted(100, "at 100", 0.8, 0.8, Samples.Progress with { Curve = null }));
            await StoreSession.PersistAsync(lab, new ExperimentEnded($"{number}", Failed: false));
        }

        await StoreSession.PersistAsync(lab, new NodeDrained("n1", "process"));
        await lab.GracefulStop(TimeSpan.FromSeconds(30));
    }
}
