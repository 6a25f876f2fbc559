using System.Text.Json;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Trials;

/// <summary>A lab of real processes on loopback: whatever happens to them, the bits are the reference trainer's.</summary>
[Collection(RealProcesses.Name)]
public sealed class LabTests
{
    private static readonly ExperimentSpec Raw = new()
    {
        Iterations = 6_000,
        BatchSize = 16,
        LearningRate = 0.05,
        HiddenSize = 72,
        EvaluateEvery = 100,
    };

    [Fact(Timeout = 360_000)]
    public async Task Experiment_should_keep_the_reference_bits_when_everything_happens_in_one_run()
    {
        var trial = new Trial("everything in one run");
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        var matrix = new LabMatrix(lab, trial);
        await lab.StaffAsync(2);
        var spec = Raw with { EvaluateEvery = 500 };
        var expected = Expected.Of(spec);
        var id = await lab.SubmitAsync(spec, 3);
        Breakage[] happens = [Breakage.Join, Breakage.Kill, Breakage.KillLab, Breakage.Drain, Breakage.KillAll];
        var window = spec.Iterations * 3 / 4 / happens.Length;
        for (var i = 0; i < happens.Length; i++)
        {
            await matrix.BreakAsync(happens[i], id, (i * window) + trial.Random.Next(window));
        }

        var document = await lab.EndAsync(id);
        (await expected).AssertReached(document);
        trial.Record($"{string.Join(", ", happens)}: reference bits, {document.Recoveries} recoveries");
    }

    [Fact(Timeout = 180_000)]
    public async Task Nothing_should_be_shown_as_running_that_is_not_when_lab_and_worker_are_killed()
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        await lab.StaffAsync(2);
        var ended = await lab.EndAsync(await lab.SubmitAsync(Raw with { Iterations = 50 }, 1));
        var id = await lab.SubmitAsync(Raw with { Iterations = 1_000_000 }, 2);
        await lab.ReachAsync(id, 100);

        await lab.Lab.KillAsync();
        await lab.LoseAsync(lab.Workers[1]);
        Assert.Equal(5, (await lab.Sandbox.RunAsync("status", "--join", lab.Address.ToString())).Code);
        using (var list = JsonDocument.Parse((await lab.Sandbox.RunAsync("list", "--json")).Output))
        {
            Assert.Equal(["completed", "interrupted"],
                list.RootElement.EnumerateArray().Select(one => one.GetProperty("state").GetString()));
        }

        await lab.RestartAsync();
        StatusDocument? status = null;
        await LabOfProcesses.UntilAsync(
            async () => (status = await lab.StatusAsync()
                ?? status)?.Experiments.Any(one => one.State == ExperimentStates.Running && one.Nodes == 1) == true,
            "running again",
            seen: () => $"{status}");
        var node = Assert.Single(status!.Nodes, node => node.State != NodeStates.Lost);
        Assert.Equal("w1", node.Name);
        Assert.Equal([id], node.Experiments);
        var again = await lab.DocumentAsync(ended.Id);
        Assert.Equal((ExperimentStates.Completed, ended.Fingerprint), (again?.State, again?.Fingerprint));
    }

    [Theory(Timeout = 1_800_000)]
    [Trait(Trial.Form, Trial.Long)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Experiment_should_keep_the_reference_bits_in_every_cell_of_the_matrix(int workers)
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        foreach (var breakage in Enum.GetValues<Breakage>())
        {
            var trial = new Trial($"{workers} worker(s), {breakage}");
            var matrix = new LabMatrix(lab, trial);
            var raw = await matrix.RunAsync(workers, breakage, Raw);
            var unit = await matrix.RunAsync(workers, breakage, Raw with { Scale = InputScale.Unit });
            trial.Record($"raw and unit: reference bits; recoveries {raw.Recoveries} and {unit.Recoveries}");
        }
    }
}
