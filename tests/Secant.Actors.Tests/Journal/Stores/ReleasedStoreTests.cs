using System.Runtime.CompilerServices;
using Secant.Actors.Checkpoints;
using Secant.Actors.Journal;
using Secant.Actors.Maintenance;
using Secant.Actors.Tests.Coordination.Specs;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Lab.Contracts;
using Secant.Lab.Tests.Runs;

namespace Secant.Actors.Tests.Journal.Stores;

/// <summary>
/// Stores as every version wrote them, one folder a version: an experiment that ended, one that was cut short, one that was
/// cancelled. They are read, gone on with, and never written again.
/// </summary>
public sealed class ReleasedStoreTests : IDisposable
{
    private static readonly string[] Files = ["journal.db", "snapshots.db"];
    private static readonly ExperimentSpec Ended = LabSession.Spec(iterations: 100);
    private static readonly ExperimentSpec Interrupted = LabSession.Spec(iterations: 3000);

    private readonly TempFolder _folder = new();

    public static TheoryData<string> Versions =>
        new(Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "Journal", "Stores")).Select(Path.GetFileName)!);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Store_should_be_read_and_gone_on_with(string version)
    {
        foreach (var file in Files)
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Journal", "Stores", version, file), _folder[file]);
        }

        Assert.Empty(StoreUpkeep.Check(_folder.Path).Damage);
        var reader = new StoreReader(_folder.Path);
        Assert.Equal(["completed", "interrupted", "cancelled"], reader.List().Select(document => document.State));
        AssertIs(ReferenceRun.Of(Ended, LabSession.Digits), reader.Find("1")!);
        Assert.Equal("수업", Assert.Single(reader.Find("1")!.Sweeps).Sweep);
        var digits = LabSession.Digits;
        var parameters = CheckpointParameters.Assemble(reader.ReadCheckpoint("1")!,
            new NetShape(digits.Dimension, Ended.HiddenSize, digits.Classes));
        Assert.Equal(reader.Find("1")!.Fingerprint, parameters.Fingerprint());
        Assert.InRange(reader.Find("2")!.Iteration, 1, Interrupted.Iterations - 1);

        await using (var session = new LabSession(_folder.Path, takesUpAll: true))
        {
            await session.JoinAsync("n1");
            AssertIs(ReferenceRun.Of(Interrupted, digits), await session.EndAsync("2"));
        }

        Assert.Equal(["completed", "completed", "cancelled"], reader.List().Select(document => document.State));
        Assert.Equal([StoreDatabase.Version, StoreDatabase.Version], Files.Select(VersionOf));
    }

    [Fact]
    public async Task Version_that_this_build_writes_should_have_its_store_here()
    {
        var place = Path.Combine(Here(), $"version-{StoreDatabase.Version}");
        if (Directory.Exists(place))
        {
            return;
        }

        await using (var session = new LabSession(_folder.Path))
        {
            await session.JoinAsync("n1");
            await session.EndAsync(await session.SubmitAsync(Ended));
            await session.AskAsync(new LabProtocol.FileUnder("1", new FilingRecord("수업", 3)));
            await session.SubmitAsync(Interrupted);
            await session.AskAsync(new LabProtocol.Change(await session.SubmitAsync(Ended), LabProtocol.ChangeKind.Cancel));
            await session.UntilAsync("2", document => document.Iteration > 500 && document.Fingerprint is not null);
        }

        StoreUpkeep.Compact(new StoreOptions { Folder = _folder.Path, Command = "secant test" }, keep: null);
        Directory.CreateDirectory(place);
        foreach (var file in Files)
        {
            File.Copy(_folder[file], Path.Combine(place, file));
        }

        Assert.Fail($"{place} was missing and has been made: commit it before the version is released");
    }

    private long VersionOf(string file)
    {
        using var connection = StoreDatabase.OpenForReading(_folder[file])!;
        return StoreDatabase.Scalar<long>(connection, "PRAGMA user_version");
    }

    private static void AssertIs(ReferenceRun expected, ExperimentDocument actual)
    {
        Assert.Equal((ExperimentStates.Completed, expected.Fingerprints[^1], expected.Losses[^1]),
            (actual.State, actual.Fingerprint, actual.Loss));
        Assert.Equal(expected.Curve, actual.Curve);
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
