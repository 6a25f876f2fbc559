using Akka.Actor;
using Secant.Actors.Journal;
using Secant.Actors.Tests.Journal;
using Secant.Actors.Wire;
using Secant.Actors.Workers;
using Secant.Core;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.Scheduling;
using Secant.Lab.Tests.Contracts;
using Secant.Lab.Tests.Runs;

namespace Secant.Actors.Tests.Coordination.Specs;

/// <summary>Whole runs of the real actors: whatever happens on the way, they end in the bits of the reference trainer.</summary>
public sealed class LabSpecs : IDisposable
{
    // No test waits for its end: what is done to it comes in time, however slow the machine.
    private static readonly ExperimentSpec Endless = LabSession.Spec(iterations: 1_000_000);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Run_should_end_in_the_same_bits_on_any_number_of_nodes(int nodes)
    {
        var spec = LabSession.Spec(iterations: 200);
        await using var session = new LabSession(_folder.Path);
        for (var node = 1; node <= nodes; node++)
        {
            await session.JoinAsync($"n{node}");
        }

        var id = await session.SubmitAsync(spec, nodes);
        var document = await session.EndAsync(id);

        AssertIs(ReferenceRun.Of(spec, LabSession.Digits), document);
        Assert.Equal((nodes, 0), (document.Nodes, document.Recoveries));
        Assert.Equal(document.Fingerprint, new StoreReader(_folder.Path).Find(id)?.Fingerprint);
    }

    [Fact]
    public async Task Run_should_go_on_when_nodes_end_without_a_word()
    {
        await using var session = new LabSession(_folder.Path);
        var nodes = new List<IActorRef>();
        for (var node = 1; node <= 3; node++)
        {
            nodes.Add(await session.JoinAsync($"n{node}"));
        }

        var id = await session.SubmitAsync(Endless, nodes: 3);
        await session.UntilAsync(id, document => document.Iteration > 200);
        session.System.Stop(nodes[1]);
        await session.UntilAsync(id, document => document is { Nodes: 2, Recoveries: 1 });
        session.System.Stop(nodes[0]);

        await AssertGoesOnAsync(session, id, document => document is { Nodes: 1, Recoveries: 2 });
    }

    // Back by an hour nothing was due for an hour; forward by one, the run had taken an hour.
    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task Checkpoints_should_go_on_and_time_be_what_passed_when_the_date_is_set(int seconds)
    {
        var time = new SetDate();
        await using var session = new LabSession(_folder.Path, time: time);
        await session.JoinAsync("n1");
        var id = await session.SubmitAsync(Endless);
        var before = await session.UntilAsync(id, document => document.Checkpoint is not null);

        time.SetBy = TimeSpan.FromSeconds(seconds);
        var after = await session.UntilAsync(id, document => document.Checkpoint?.Iteration > before.Iteration);
        var later = await session.UntilAsync(id, document => document.Checkpoint?.Iteration > after.Iteration);

        Assert.InRange(later.ElapsedSeconds!.Value, before.ElapsedSeconds!.Value, 1800);
        Assert.Equal(seconds > 0, later.Checkpoint!.AtUnixMilliseconds > before.Checkpoint!.AtUnixMilliseconds);
    }

    [Fact]
    public async Task Run_should_go_on_when_all_nodes_are_lost_and_another_comes()
    {
        await using var session = new LabSession(_folder.Path);
        var only = await session.JoinAsync("n1");
        var id = await session.SubmitAsync(Endless);
        await session.UntilAsync(id, document => document.Iteration > 200);
        session.System.Stop(only);
        await session.EventAsync(HappeningKinds.Died);
        await session.JoinAsync("n1");

        await AssertGoesOnAsync(session, id, document => document is { Nodes: 1, Recoveries: 1 });
    }

    [Fact]
    public async Task Run_should_spread_to_a_node_that_joins()
    {
        await using var session = new LabSession(_folder.Path);
        await session.JoinAsync("n1");
        var id = await session.SubmitAsync(Endless, nodes: 2);
        await session.UntilAsync(id, document => document.Iteration > 200);
        await session.JoinAsync("n2");

        await AssertGoesOnAsync(session, id, document => document is { Nodes: 2, Recoveries: 0 });

        // A checkpoint writes down what happened before it.
        await session.UntilAsync(id, _ => new StoreReader(_folder.Path).Timeline(id)!.Events.Any(
            happened => (happened.Kind, happened.Node) == (HappeningKinds.Joined, "n2")));
    }

    [Fact]
    public async Task Leaving_node_should_be_released_only_when_it_has_handed_over()
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var session = new LabSession(_folder.Path);
        var leaving = await session.JoinAsync("n1", () => released.TrySetResult());
        await session.JoinAsync("n2");
        var id = await session.SubmitAsync(Endless, nodes: 2);
        await session.UntilAsync(id, document => document.Iteration > 200);

        leaving.Tell(new Node.Leave());
        await released.Task.WaitAsync(LabSession.Patience, TestContext.Current.CancellationToken);

        var handedOver = await session.DocumentAsync(id);
        Assert.Equal((ExperimentStates.Running, 1), (handedOver.State, handedOver.Nodes));
        await AssertGoesOnAsync(session, id, document => document is { Nodes: 1, Recoveries: 0 });
    }

    [Fact]
    public async Task Drained_node_should_stay_and_hold_nothing()
    {
        await using var session = new LabSession(_folder.Path);
        await session.JoinAsync("n1");
        await session.JoinAsync("n2");
        var id = await session.SubmitAsync(Endless, nodes: 2);
        await session.UntilAsync(id, document => document.Iteration > 200);

        Assert.IsType<LabProtocol.Done>(await session.AskAsync(new LabProtocol.Drain("n1")));
        await AssertGoesOnAsync(session, id, document => document is { Nodes: 1, Recoveries: 0 });
        await session.UntilStatusAsync(
            status => status.Nodes.Select(node => node.State).SequenceEqual([NodeStates.Drained, NodeStates.Busy]));
    }

    [Fact]
    public async Task Drained_process_should_stay_drained_when_the_lab_starts_anew_and_a_new_one_of_its_name_should_get_work()
    {
        await using (var session = new LabSession(_folder.Path))
        {
            await session.JoinAsync("n1", process: "first");
            var first = Assert.IsType<LabProtocol.Done>(await session.AskAsync(new LabProtocol.Drain("n1")));
            Assert.Equal(first, await session.AskAsync(new LabProtocol.Drain("n1")));
            Assert.Contains("is drained", first.Text, StringComparison.Ordinal);
        }

        await using var again = new LabSession(_folder.Path, takesUpAll: true);
        var drained = await again.JoinAsync("n1", process: "first");
        Assert.Contains("stays drained", (await again.EventAsync(HappeningKinds.Joined)).Text, StringComparison.Ordinal);
        Assert.Equal("drained", Assert.Single((await again.StatusAsync()).Nodes).State);

        again.System.Stop(drained);
        await again.EventAsync(HappeningKinds.Died);
        var lost = Assert.IsType<LabProtocol.Denied>(await again.AskAsync(new LabProtocol.Drain("n1")));
        Assert.Contains("node n1 was lost", lost.Reason, StringComparison.Ordinal);
        await again.JoinAsync("n1", process: "second");
        Assert.Equal("idle", Assert.Single((await again.StatusAsync()).Nodes).State);
        Assert.Empty(Secant.Actors.Maintenance.StoreUpkeep.Check(_folder.Path).Damage);
    }

    [Fact]
    public async Task Change_should_be_refused_by_name_of_the_state_when_the_experiment_has_ended()
    {
        await using var session = new LabSession(_folder.Path);
        await session.JoinAsync("n1");
        var completed = await session.SubmitAsync(LabSession.Spec(iterations: 5));
        await session.EndAsync(completed);
        var cancelled = await session.SubmitAsync(Endless);
        var change = new LabProtocol.Change(cancelled, LabProtocol.ChangeKind.Cancel);
        Assert.Equal(await session.AskAsync(change), Assert.IsType<LabProtocol.Done>(await session.AskAsync(change)));

        foreach (var (id, state) in (IEnumerable<(string, string)>)[(completed, ExperimentStates.Completed),
            (cancelled, ExperimentStates.Cancelled)])
        {
            var denied = Assert.IsType<LabProtocol.Denied>(
                await session.AskAsync(new LabProtocol.Change(id, LabProtocol.ChangeKind.Continue)));
            Assert.StartsWith($"experiment {id} is {state}, which is for good", denied.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Status_should_tell_of_those_that_are_next_in_the_queue_and_count_the_rest()
    {
        await using var session = new LabSession(_folder.Path);
        for (var i = 0; i < 60; i++)
        {
            await session.SubmitAsync(LabSession.Spec(iterations: 5));
        }

        await session.AskAsync(new LabProtocol.Change("60", LabProtocol.ChangeKind.Pause));
        var status = await session.StatusAsync();
        Assert.Equal([.. Enumerable.Range(1, 49).Select(id => $"{id}"), "60"],
            status.Experiments.Select(document => document.Id));
        Assert.Equal(
            [(ExperimentStates.Paused, 1), (ExperimentStates.Queued, 59)],
            status.States.Select(one => (one.State, one.Count)).Order());
    }

    [Fact]
    public async Task Lab_should_decide_once_for_a_burst_of_messages()
    {
        using var gate = new SemaphoreSlim(0);
        var decided = new System.Collections.Concurrent.ConcurrentQueue<int>();
        await using var session = new LabSession(_folder.Path, adjust: settings => settings with
        {
            ReplanInterval = TimeSpan.FromHours(1),
            Planner = (nodes, jobs) =>
            {
                decided.Enqueue(nodes.Count);
                Assert.True(gate.Wait(LabSession.Patience));
                return Planner.Decide(nodes, jobs);
            },
        });
        await session.AskAsync(new LabProtocol.GetCores());
        var lab = await session.System.ActorSelection("/user/lab/*")
            .ResolveOne(LabSession.Patience, TestContext.Current.CancellationToken);
        using var inbox = Inbox.Create(session.System);
        for (var node = 1; node <= 40; node++)
        {
            lab.Tell(Registration($"n{node}"), inbox.Receiver);
        }

        gate.Release(1000);
        Assert.Equal(40, (await session.AskAsync(new LabProtocol.GetCores()) as LabProtocol.Cores)!.Nodes!.Length);
        await lab.Ask<LabProtocol.Cores>(new LabProtocol.GetCores(), LabSession.Patience, TestContext.Current.CancellationToken);

        Assert.InRange(decided.Count, 1, 2);
        Assert.Equal(40, decided.Last());

        NodeProtocol.Register Registration(string name) =>
            new(name, name, 1, WireVersion.Current, session.Settings.Probe, 5e6, Samples.Build);
    }

    [Fact]
    public async Task Queue_should_wait_with_a_reason_and_be_counted_without_being_told_of()
    {
        await using var session = new LabSession(_folder.Path);
        await session.JoinAsync("n1");
        var first = await session.SubmitAsync(Endless);
        await session.UntilAsync(first, document => document.Iteration > 0);
        var second = await session.SubmitAsync(Endless);
        var third = await session.SubmitAsync(Endless);
        await session.AskAsync(new LabProtocol.Change(third, LabProtocol.ChangeKind.Pause));

        var waiting = await session.UntilAsync(second, document => document.Placement is not null);
        Assert.Equal((ExperimentStates.Queued, "waits for free cores"), (waiting.State, waiting.Placement));
        Assert.IsType<LabProtocol.Done>(await session.AskAsync(new LabProtocol.Change(second, LabProtocol.ChangeKind.Cancel)));
        var status = await session.StatusAsync();

        Assert.Equal(
            [(ExperimentStates.Cancelled, 1), (ExperimentStates.Paused, 1), (ExperimentStates.Running, 1)],
            status.States.Select(state => (state.State, state.Count)).Order());
        Assert.Equal(
            [(first, ExperimentStates.Running), (second, ExperimentStates.Cancelled), (third, ExperimentStates.Paused)],
            status.Experiments.Select(document => (document.Id, document.State)));
    }

    [Fact]
    public async Task Last_node_should_be_released_once_a_checkpoint_stands()
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var session = new LabSession(_folder.Path);
        var leaving = await session.JoinAsync("n1", () => released.TrySetResult());
        var id = await session.SubmitAsync(Endless);
        await session.UntilAsync(id, document => document.Iteration > 200);

        leaving.Tell(new Node.Leave());
        await released.Task.WaitAsync(LabSession.Patience, TestContext.Current.CancellationToken);
        await session.JoinAsync("n2");

        await AssertGoesOnAsync(session, id, document => document is { Nodes: 1 });
    }

    [Fact]
    public async Task Paused_experiment_should_give_its_cores_to_others_and_go_on_later()
    {
        await using var session = new LabSession(_folder.Path);
        await session.JoinAsync("n1");
        var first = await session.SubmitAsync(Endless);
        await session.UntilAsync(first, document => document.Iteration > 200);

        await session.AskAsync(new LabProtocol.Change(first, LabProtocol.ChangeKind.Pause));
        var second = await session.SubmitAsync(LabSession.Spec(iterations: 50));
        Assert.Equal(ExperimentStates.Completed, (await session.EndAsync(second)).State);
        Assert.Equal(ExperimentStates.Paused, (await session.UntilAsync(first, document => document.Nodes == 0)).State);
        Assert.Equal("is idle: experiment 1 is paused, and no other waits for cores.",
            Assert.Single((await session.StatusAsync()).Nodes).Why);

        await session.AskAsync(new LabProtocol.Change(first, LabProtocol.ChangeKind.Continue));
        await AssertGoesOnAsync(session, first, document => document.State == ExperimentStates.Running);
    }

    [Fact]
    public async Task Cancelled_experiment_should_leave_nothing_on_the_nodes()
    {
        await using var session = new LabSession(_folder.Path);
        var node = await session.JoinAsync("n1");
        var id = await session.SubmitAsync(Endless);
        await session.UntilAsync(id, document => document.Iteration > 200 && document.Fingerprint is not null);

        await session.AskAsync(new LabProtocol.Change(id, LabProtocol.ChangeKind.Cancel));

        await UntilNoWorkerAsync(session, node);
        Assert.Equal(ExperimentStates.Cancelled, (await session.DocumentAsync(id)).State);

        // What it had reached is not forgotten.
        await session.UntilAsync(id, document => document
            is { State: ExperimentStates.Cancelled, Iteration: > 0, Fingerprint: not null, Curve.Count: > 0 });
    }

    [Fact]
    public async Task Cancelled_experiment_should_keep_its_last_checkpoint_alone()
    {
        await using var session = new LabSession(_folder.Path, checkpoints: TimeSpan.FromHours(1));
        await session.JoinAsync("n1");
        var id = await session.SubmitAsync(Endless);
        await session.UntilAsync(id, document => document.Iteration > 20);
        await session.AskAsync(new LabProtocol.Change(id, LabProtocol.ChangeKind.Pause));
        var reached = (await session.UntilAsync(id,
            document => document is { State: ExperimentStates.Paused, Nodes: 0 })).Iteration;
        await session.AskAsync(new LabProtocol.Change(id, LabProtocol.ChangeKind.Continue));
        reached = (await session.UntilAsync(id,
            document => document.State == ExperimentStates.Running && document.Iteration > reached + 20)).Iteration;
        await session.AskAsync(new LabProtocol.Change(id, LabProtocol.ChangeKind.Pause));
        await session.UntilAsync(id,
            document => document is { State: ExperimentStates.Paused, Nodes: 0 } && document.Iteration >= reached);
        Assert.Equal(2, session.CheckpointsKept());

        await session.AskAsync(new LabProtocol.Change(id, LabProtocol.ChangeKind.Cancel));
        await session.UntilAsync(id, _ => session.CheckpointsKept() == 1);
    }

    [Fact]
    public async Task Completed_experiment_should_leave_nothing_on_the_nodes()
    {
        await using var session = new LabSession(_folder.Path);
        var node = await session.JoinAsync("n1");
        await session.EndAsync(await session.SubmitAsync(LabSession.Spec(iterations: 10)));

        await UntilNoWorkerAsync(session, node);
    }

    [Fact]
    public async Task Run_should_go_on_from_its_last_checkpoint_when_the_process_starts_anew()
    {
        // The first process makes half of the passes at most.
        var spec = LabSession.Spec(iterations: 3000);
        string id;
        await using (var session = new LabSession(_folder.Path, payloads: new EndingPayloads(reads: spec.Iterations / 2)))
        {
            await session.JoinAsync("n1");
            id = await session.SubmitAsync(spec);
            await session.UntilAsync(id, document => document.Iteration > 500 && document.Fingerprint is not null);
        }

        await using var again = new LabSession(_folder.Path, takesUpAll: true);
        await again.JoinAsync("n1");
        await again.JoinAsync("n2");
        var document = await again.EndAsync(id);

        AssertIs(ReferenceRun.Of(spec, LabSession.Digits), document);
        Assert.Equal(1, document.Recoveries);

        // Each checkpoint adds the points since the one before, so that the journal does not grow with the square of the run.
        var events = JournalReader.Of(_folder["journal.db"], JournalReader.ExperimentPrefix + id).Select(row => row.Event)
            .ToList();
        Assert.Equal(document.Curve,
            events.OfType<CheckpointCommitted>().SelectMany(checkpoint => checkpoint.Progress.Curve ?? []));
    }

    [Fact]
    public async Task Nodes_that_were_asked_for_should_be_asked_for_still_when_the_process_starts_anew()
    {
        string id;
        await using (var session = new LabSession(_folder.Path))
        {
            id = await session.SubmitAsync(LabSession.Spec(iterations: 20_000), nodes: 2);
        }

        // Far too small a pass for two nodes, were it the planner's choice.
        await using var again = new LabSession(_folder.Path, takesUpAll: true);
        await again.JoinAsync("n1");
        await again.JoinAsync("n2");
        await again.UntilAsync(id, document => document is { State: ExperimentStates.Running, Nodes: 2 });
    }

    [Fact]
    public async Task Status_should_show_what_ended_before_the_process_started_anew()
    {
        await using (var session = new LabSession(_folder.Path))
        {
            await session.JoinAsync("n1");
            await session.EndAsync(await session.SubmitAsync(LabSession.Spec(iterations: 10)));
        }

        await using var again = new LabSession(_folder.Path, takesUpAll: true);
        await again.UntilAsync("1", document => document.State == ExperimentStates.Completed);
        StatusDocument status;
        do
        {
            status = await again.StatusAsync();
        }
        while (status.Experiments.Count == 0);
        Assert.Equal(("1", ExperimentStates.Completed), (Assert.Single(status.Experiments).Id, status.Experiments[0].State));
    }

    [Fact]
    public async Task Queue_should_be_as_it_was_when_the_process_starts_anew()
    {
        await using (var session = new LabSession(_folder.Path))
        {
            foreach (var id in (string[])["1", "2", "3"])
            {
                Assert.Equal(id, await session.SubmitAsync(LabSession.Spec(iterations: 50)));
            }
        }

        await using var again = new LabSession(_folder.Path, takesUpAll: true);
        var status = (LabProtocol.Status)await again.AskAsync(new LabProtocol.GetStatus());
        Assert.Equal([("1", ExperimentStates.Queued), ("2", ExperimentStates.Queued), ("3", ExperimentStates.Queued)],
            status.Value.Experiments.Select(document => (document.Id, document.State)));
        await again.JoinAsync("n1");
        await again.EndAsync("3");
        status = (LabProtocol.Status)await again.AskAsync(new LabProtocol.GetStatus());
        var started = status.Value.Events.Where(happened => happened.Kind == HappeningKinds.Started)
            .OrderBy(happened => happened.Number);
        Assert.Equal(["1", "2", "3"], started.Select(happened => happened.Experiment));
    }

    [Fact]
    public async Task Crash_should_count_as_one_when_the_experiment_had_gone_on_after_a_pause()
    {
        string id;
        await using (var session = new LabSession(_folder.Path))
        {
            await session.JoinAsync("n1");
            id = await session.SubmitAsync(Endless);
            await session.UntilAsync(id, document => document.Iteration > 200);
            await session.AskAsync(new LabProtocol.Change(id, LabProtocol.ChangeKind.Pause));
            var paused = await session.UntilAsync(id,
                document => document.State == ExperimentStates.Paused && document.Fingerprint is not null);
            await session.AskAsync(new LabProtocol.Change(id, LabProtocol.ChangeKind.Continue));
            await session.UntilAsync(id, document => document.Iteration > paused.Iteration);
        }

        await using var again = new LabSession(_folder.Path, takesUpAll: true);
        await again.JoinAsync("n1");
        await AssertGoesOnAsync(again, id, document => document.Recoveries == 1);
    }

    [Fact]
    public async Task Node_should_be_asked_again_when_it_could_not_read_the_data()
    {
        await using var session = new LabSession(_folder.Path, new LateSource());
        await session.JoinAsync("n1");
        var spec = LabSession.Spec(iterations: 20);

        AssertIs(ReferenceRun.Of(spec, LabSession.Digits), await session.EndAsync(await session.SubmitAsync(spec)));
    }

    [Fact]
    public async Task Silent_node_should_be_lost_and_its_slice_opened_elsewhere()
    {
        await using var session = new LabSession(_folder.Path, nodePatience: TimeSpan.FromSeconds(2));
        await session.JoinAsync("n1", pulse: TimeSpan.FromMilliseconds(50));
        await session.JoinAsync("n2", pulse: TimeSpan.FromHours(1));
        var id = await session.SubmitAsync(LabSession.Spec(iterations: 1_000_000), nodes: 2);

        // On a crowded machine n1 may be given up as well, and comes back.
        await session.UntilStatusAsync(
            status => status.Events.Any(happened => happened is { Kind: HappeningKinds.Died, Node: "n2" }
            && happened.Text.Contains("no sign of life for ", StringComparison.Ordinal)));
        await session.UntilAsync(id, document => document is { State: ExperimentStates.Running, Recoveries: >= 1 });
    }

    [Fact]
    public async Task Node_that_was_lost_in_error_should_get_more_patience()
    {
        await using var session = new LabSession(_folder.Path, nodePatience: TimeSpan.FromMilliseconds(300));
        await session.JoinAsync("n1", pulse: TimeSpan.FromHours(1), process: "p1");
        await session.EventAsync(HappeningKinds.Died);

        await session.JoinAsync("n1", pulse: TimeSpan.FromHours(1), process: "p1");

        var status = await session.StatusAsync();
        var back = status.Events.First(happened => happened.Kind == HappeningKinds.Joined).Text;
        Assert.Matches(@"^n1 is back with 1 core; it was only silent for \d+\.\d s, and may be for \d+\.\d s from now on$", back);
    }

    // Lab and nodes are stopped together and go on together: what the lab could not hear then is nobody's silence, and nobody's
    // lateness.
    [Fact]
    public async Task Standstill_of_the_lab_should_make_nobody_late_or_lost()
    {
        var time = new SetDate();
        await using var session =
            new LabSession(_folder.Path, nodePatience: LabSession.Patience, time: time, adjust: settings => settings with
            {
                Run = settings.Run with { SliceDeadline = LabSession.Patience },
                SilenceInterval = TimeSpan.FromMilliseconds(50),
            });
        await session.JoinAsync("n1", pulse: TimeSpan.FromMilliseconds(50));
        await session.JoinAsync("n2", pulse: TimeSpan.FromMilliseconds(50));
        var id = await session.SubmitAsync(Endless, nodes: 2);
        for (var stop = 0; stop < 5; stop++)
        {
            var before = await session.UntilAsync(id, document => document.Iteration > 0);
            time.Leap(TimeSpan.FromHours(1));
            await session.UntilAsync(id, document => document.Iteration > before.Iteration + 20);
        }

        var after = await session.DocumentAsync(id);
        Assert.Equal((2, 0), (after.Nodes, after.Recoveries));
        Assert.InRange(after.ElapsedSeconds!.Value, 0, 1800);
        Assert.DoesNotContain((await session.StatusAsync()).Events,
            happened => happened.Kind is HappeningKinds.Died or HappeningKinds.Straggler);
    }

    [Fact]
    public async Task Coordinator_that_throws_should_be_begun_again_to_the_same_bits()
    {
        await using var session = new LabSession(_folder.Path);
        await session.JoinAsync("n1");
        var id = await session.SubmitAsync(Endless);
        await session.UntilAsync(id, document => document.Iteration > 200);

        // Its supervisor is told of an exception like any other.
        session.System.ActorSelection(session.Lab.Path / "*" / "*").Tell(Kill.Instance);

        Assert.Contains("ended unexpectedly", (await session.EventAsync(HappeningKinds.Failed)).Text, StringComparison.Ordinal);
        await AssertGoesOnAsync(session, id, document => document.Recoveries == 1);
    }

    [Fact]
    public async Task Paused_experiment_should_let_go_of_its_cores_when_a_node_is_lost_before_its_checkpoint()
    {
        await using var session = new LabSession(_folder.Path);
        var nodes = new[] { await session.JoinAsync("n1"), await session.JoinAsync("n2") };
        var id = await session.SubmitAsync(Endless, nodes: 2);
        await session.UntilAsync(id, document => document.Iteration > 200);
        session.System.Stop(nodes[0]);
        await session.AskAsync(new LabProtocol.Change(id, LabProtocol.ChangeKind.Pause));
        await session.UntilAsync(id, document => document.State == ExperimentStates.Paused);
        await UntilNoWorkerAsync(session, nodes[1]);

        await session.AskAsync(new LabProtocol.Change(id, LabProtocol.ChangeKind.Continue));
        await AssertGoesOnAsync(session, id, document => document is { State: ExperimentStates.Running, Nodes: 1 });
    }

    [Fact]
    public async Task Experiment_should_have_one_coordinator_when_the_lab_decides_anew_as_its_data_arrives()
    {
        // While the lab decides for a second node, its mailbox gets a third node and then the data, so that the decision for the
        // third node is due when the data is looked at.
        using var isDeciding = new SemaphoreSlim(0);
        using var mayDecide = new SemaphoreSlim(0);
        var decisions = 0;
        HeldLibrary? library = null;
        await using var session = new LabSession(_folder.Path, adjust: settings => settings with
        {
            Library = library = new HeldLibrary(settings.Library),
            ReplanInterval = TimeSpan.FromHours(1),
            Planner = (nodes, jobs) =>
            {
                if (jobs.Count == 1 && Interlocked.Increment(ref decisions) == 2)
                {
                    isDeciding.Release();
                    mayDecide.Wait(TestContext.Current.CancellationToken);
                }

                return Planner.Decide(nodes, jobs);
            },
        });
        await session.JoinAsync("n1");
        var lab = await session.System.ActorSelection("/user/lab/*")
            .ResolveOne(LabSession.Patience, TestContext.Current.CancellationToken);
        using var node = Inbox.Create(session.System);
        var id = await session.SubmitAsync(LabSession.Spec(iterations: 2), nodes: 1);
        lab.Tell(RegisterOf("n2"), node.Receiver);
        await isDeciding.WaitAsync(TestContext.Current.CancellationToken);
        lab.Tell(RegisterOf("n3"), node.Receiver);
        library!.Data.SetResult(await session.Data.GetAsync(LabSession.Digits.Sha256));
        mayDecide.Release();
        var document = await session.EndAsync(id);

        // Each time that it asks for the data it begins a coordinator, and two would write under one name.
        Assert.True(document.State == ExperimentStates.Completed, document.Reason);
        Assert.Equal(1, library.Asked);
        Assert.True(decisions > 2);

        NodeProtocol.Register RegisterOf(string name) => new(
            name, $"instance of {name}", 1, WireVersion.Current, session.Settings.Probe, 1, Samples.Build);
    }

    [Theory]
    [InlineData("", 2, 5e6, "cannot be a node's name")]
    [InlineData("a b", 2, 5e6, "'a?b' cannot be a node's name")]
    [InlineData("n1", 0, 5e6, "lends 0 cores")]
    [InlineData("n1", int.MaxValue, 5e6, "expected 1 to 4096 cores")]
    [InlineData("n1", 2, double.NaN, "a speed above 0")]
    [InlineData("n1", 2, double.PositiveInfinity, "a speed above 0")]
    [InlineData("n1", 2, -1, "a speed above 0")]
    public async Task Registration_of_nonsense_should_be_refused_and_harm_nothing(string name, int cores, double speed,
    string reason)
    {
        await using var session = new LabSession(_folder.Path);
        var refused = Assert.IsType<NodeProtocol.Refused>(await session.AskAsync(new NodeProtocol.Register(
            name, "instance", cores, WireVersion.Current, session.Settings.Probe, speed, Samples.Build)));
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
        Assert.Empty(((LabProtocol.Status)await session.AskAsync(new LabProtocol.GetStatus())).Value.Nodes);
    }

    [Theory]
    [InlineData(1, "x", null, "speaks protocol")]
    [InlineData(0, "other bits", null, "computes other bits than lab 'test' (probe other bits, expected one process")]
    [InlineData(0, "", null, "computes other bits")]
    [InlineData(0, null, "physics", "this is lab 'test', and the node was told to join lab 'physics'")]
    public async Task Node_that_differs_should_be_told_in_what(int protocol, string? probe, string? lab, string reason)
    {
        await using var session = new LabSession(_folder.Path);
        var refused = Assert.IsType<NodeProtocol.Refused>(await session.AskAsync(new NodeProtocol.Register(
            "n1", "instance", 1, WireVersion.Current + protocol, probe ?? session.Settings.Probe, 5e6, Samples.Build, lab)));
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Reason);
    }

    [Theory]
    [InlineData("no checksum at all")]
    [InlineData("../../etc")]
    [InlineData("00ff")]
    public async Task Submission_with_an_unknown_data_set_should_be_asked_for_it(string sha256)
    {
        await using var session = new LabSession(_folder.Path);
        var spec = SpecRecord.From(LabSession.Spec(iterations: 5)) with { DataSha256 = sha256 };
        Assert.Equal(new LabProtocol.NeedData(sha256), await session.AskAsync(new LabProtocol.Submit(spec, null, null)));
        Assert.Equal("1", await session.SubmitAsync(LabSession.Spec(iterations: 5)));
    }

    [Fact]
    public async Task Denial_should_say_what_kind_of_fault_it_is()
    {
        await using var session = new LabSession(_folder.Path);
        var good = SpecRecord.From(LabSession.Spec(iterations: 5));
        Assert.Equal(Core.Failure.Usage, await KindAsync(good with { HiddenSize = 0 }));
        Assert.Equal(Core.Failure.Data, await KindAsync(good with { Data = "no-such-set", DataSha256 = "" }));

        async Task<Core.Failure> KindAsync(SpecRecord spec) =>
            Assert.IsType<LabProtocol.Denied>(await session.AskAsync(new LabProtocol.Submit(spec, null, null))).Kind;
    }

    [Fact]
    public async Task Nodes_of_one_name_should_be_told_apart()
    {
        await using var session = new LabSession(_folder.Path);
        await session.JoinAsync("n1");
        await session.JoinAsync("n1");
        var status = (LabProtocol.Status)await session.AskAsync(new LabProtocol.GetStatus());
        Assert.Equal(["n1", "n1-2"], status.Value.Nodes.Select(node => node.Name));
    }

    // The run comes to be as wished, makes passes after that, and has the loss of the reference trainer there.
    private static async Task AssertGoesOnAsync(LabSession session, string id, Func<ExperimentDocument, bool> isThere)
    {
        var there = await session.UntilAsync(id, isThere);
        var later = await session.UntilAsync(id, document => document.Iteration > there.Iteration);
        ReferenceRun.AssertUnderWay(Endless, LabSession.Digits, later);
    }

    private static void AssertIs(ReferenceRun expected, ExperimentDocument actual)
    {
        Assert.True(actual.State == ExperimentStates.Completed, actual.Reason);
        Assert.Equal(expected.Fingerprints[^1], actual.Fingerprint);
        Assert.Equal(expected.Losses[^1], actual.Loss);
        Assert.Equal(expected.Curve, actual.Curve);
        Assert.Equal(expected.TrainAccuracy, actual.TrainAccuracy);
        Assert.Equal(expected.Curve[^1].TestAccuracy, actual.TestAccuracy);
    }

    private static async Task UntilNoWorkerAsync(LabSession session, IActorRef node)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var tries = 0; ; tries++)
        {
            var answer = await session.System.ActorSelection(node.Path / "*").Ask<ActorIdentity>(
                new Identify(tries), TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken).ContinueWith(
                    asked => asked.IsCompletedSuccessfully ? asked.GetAwaiter().GetResult().Subject : null,
                        TaskScheduler.Default);
            if (answer is null)
            {
                return;
            }

            Assert.InRange(tries, 0, 1000);
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    // So many payloads can be read, and then no more: what waits for one waits for ever.
    private sealed class EndingPayloads(int reads) : IPayloads
    {
        private readonly InlinePayloads _inner = new();
        private int _left = reads;

        public Payload Offer(byte[] bytes, int readers = 1) => _inner.Offer(bytes, readers);

        public Task<byte[]> ReadAsync(Payload payload, IActorRef sender, CancellationToken cancellation = default) =>
            Interlocked.Decrement(ref _left) >= 0
                ? _inner.ReadAsync(payload, sender, cancellation)
                : Task.Delay(Timeout.Infinite, cancellation)
                .ContinueWith<byte[]>(_ => throw new OperationCanceledException(), TaskScheduler.Default);
    }

    // The first time fails.
    private sealed class LateSource : IDataSource
    {
        private int _asked;

        public Task<LoadedData> GetAsync(string sha256) => Interlocked.Increment(ref _asked) == 1
            ? Task.FromException<LoadedData>(new SecantException(Core.Failure.Data, "the data set is not here yet"))
            : Task.FromResult(new LoadedData(LabSession.Digits));
    }

    /// <summary>The machine's time, with a date that somebody sets.</summary>
    private sealed class SetDate : TimeProvider
    {
        private long _by;
        private long _leapt;

        public TimeSpan SetBy
        {
            set => Volatile.Write(ref _by, value.Ticks);
        }

        /// <summary>The process is stopped for as long.</summary>
        public void Leap(TimeSpan time) => Interlocked.Add(ref _leapt, (long)(time.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => base.GetTimestamp() + Volatile.Read(ref _leapt);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _by));
    }
}
