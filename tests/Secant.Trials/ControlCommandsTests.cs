using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Trials;

/// <summary>What a person does to a lab and asks of it, as commands before a lab of real processes.</summary>
[Collection(RealProcesses.Name)]
public sealed class ControlCommandsTests
{
    private static readonly ExperimentSpec Long =
        new() { Iterations = 1_000_000, BatchSize = 16, LearningRate = 0.05, HiddenSize = 72, EvaluateEvery = 1_000 };

    [Fact(Timeout = 180_000)]
    public async Task Change_should_say_the_same_when_it_is_asked_for_twice_and_what_forbids_it()
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        await lab.StaffAsync(1);
        var id = await lab.SubmitAsync(Long, 1);
        await lab.ReachAsync(id, 100);
        foreach (var (change, then) in (IEnumerable<(string, string)>)[("pause", "is paused"), ("continue", "goes on"),
            ("cancel", "is cancelled")])
        {
            for (var times = 0; times < 2; times++)
            {
                Assert.Equal((0, $"experiment {id} {then}\n", ""), await RunAsync(change, id));
            }
        }

        Assert.Equal(
            (1, "", $"secant: experiment {id} is cancelled, which is for good: it cannot be paused, continued or cancelled; "
                + $"'secant show {id}' shows what there is\n"),
            await RunAsync("continue", id));
        Assert.Equal((1, "", "secant: experiment '99' is not known to this lab; 'secant list' shows those that are\n"),
            await RunAsync("pause", "99"));
        Assert.Equal((1, "", "secant: node 'w9' is not known to this lab; 'secant status' shows those that are\n"),
            await RunAsync("drain", "w9"));

        async Task<(int Code, string Output, string Error)> RunAsync(string command, string what)
        {
            var result = await lab.Sandbox.RunAsync(command, what, "--join", lab.Address.ToString());
            return (result.Code, result.Output, result.Error);
        }
    }

    [Fact(Timeout = 180_000)]
    public async Task Drained_worker_should_stay_so_when_the_lab_is_killed_and_a_new_one_of_its_name_should_get_work()
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        await lab.StaffAsync(2);
        Assert.Equal(0, (await lab.Sandbox.RunAsync("drain", "w2", "--join", lab.Address.ToString())).Code);
        await lab.Lab.KillAsync();
        await lab.RestartAsync();
        await UntilAsync("w2", NodeStates.Drained);

        await lab.LoseAsync(lab.Workers[1]);
        await UntilAsync("w2", NodeStates.Lost);
        lab.StartWorker(name: "w2");
        await UntilAsync("w2", NodeStates.Idle);
        Assert.Contains((await lab.StatusAsync())!.Events, one => one.Text == "w2 is back with 1 core");

        Task UntilAsync(string name, string state) => LabOfProcesses.UntilAsync(
            async () => (await lab.StatusAsync())?.Nodes.Any(node => node.Name == name && node.State == state) == true,
                $"{name} {state}");
    }

    [Fact(Timeout = 180_000)]
    public async Task Status_should_be_printed_again_and_again_and_leave_with_5_when_the_lab_is_silent()
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        var address = lab.Address.ToString();
        var watch = lab.Sandbox.Start("status", "--watch", "1", "--join", address);
        await watch.LineAsync("^lab 'lab' at ", times: 2);
        lab.Lab.Send(Signal.Stop);
        try
        {
            var silent = await lab.Sandbox.RunAsync("status", "--join", address);
            Assert.Equal(5, silent.Code);
            Assert.StartsWith($"no lab answers at {address}; ", silent.SingleErrorLine(), StringComparison.Ordinal);
            await watch.LineAsync("no lab answers at .*; asks again$");
        }
        finally
        {
            lab.Lab.Send(Signal.Continue);
        }

        await watch.LineAsync("^lab 'lab' at ", times: 3);
        watch.Send(Signal.Interrupt);
        Assert.Equal(0, await watch.ExitAsync());
    }
}
