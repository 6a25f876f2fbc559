using System.Globalization;
using Akka.Actor;
using Secant.Core;
using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;
using Secant.Lab.History;
using Secant.Lab.Scheduling;
using static Secant.Lab.Contracts.NodeProtocol;

namespace Secant.Actors.Coordination;

/// <content>Nodes that come and go, and which experiment gets which cores.</content>
public sealed partial class LabActor
{
    // Signs of life come once a second.
    private static readonly TimeSpan SuspectAfter = TimeSpan.FromSeconds(2);

    private const int MostDeclined = 2;

    private static readonly Dictionary<string, double> NoSpeeds = [];

    private readonly Dictionary<string, LabNode> _nodes = new(StringComparer.Ordinal);
    private readonly LostNodes _lost = new();
    private readonly SplitMemory _splits = new();
    private readonly PeerPatience _patience;
    private IActorRef _stopper = ActorRefs.Nobody;
    private bool _isStopping;
    private bool _isPlanDue;
    private string? _waits;

    private void CommandNodes()
    {
        Command<Register>(register => Take(register, Sender));
        Command<Pulse>(pulse =>
        {
            if (ByInstance(pulse.Instance) is { } node)
            {
                node.LastPulse = Now;
                node.Pulse = pulse;
                foreach (var running in _running.Values.Where(running => running.Holding.Contains(node.Key)))
                {
                    running.Coordinator?.Tell(
                        new CoordinatorProtocol.NodeLoad(node.Key, pulse.ComputingShare, pulse.ProcessorShare));
                }

                Sender.Tell(new Welcome(_settings.Name, node.Key), Context.Parent);
            }
            else
            {
                Sender.Tell(new Unknown());
            }
        });
        Command<Leaving>(leaving =>
        {
            if (ByInstance(leaving.Instance) is { } node)
            {
                node.IsDraining = true;
                node.IsLeaving = true;
                NoteNode(HappeningKinds.Drained, $"{node.Key} hands over what it holds and leaves", node.Key);
                Replan();
                ReleaseFree();
            }
            else
            {
                Sender.Tell(new Released());
            }
        });
        Command<LabProtocol.Drain>(drain =>
        {
            if (_nodes.GetValueOrDefault(drain.Node) is not { } node)
            {
                Sender.Tell(new LabProtocol.Denied(_lost.At(Now).FirstOrDefault(lost => lost.Name == drain.Node) is { } gone
                    ? $"node {gone.Name} {gone.Why?.TrimEnd('.')}: it holds nothing that it could hand over; drain it when it "
                    + $"is back"
                    : $"node '{drain.Node}' is not known to this lab; 'secant status' shows those that are"));
                return;
            }

            if (node.IsDraining)
            {
                Sender.Tell(new LabProtocol.Done(HowDrained(node)));
                return;
            }

            Persist(new NodeDrained(node.Key, node.Process), drained =>
            {
                _state.Apply(drained);
                node.IsDraining = true;
                Sender.Tell(new LabProtocol.Done(HowDrained(node)));
                NoteNode(HappeningKinds.Drained, $"{node.Key} is drained: it hands over what it holds", node.Key);
                Replan();
            });
        });
        Command<ReplanTick>(_ => Replan());
        Command<DecideTick>(_ => Decide());
        Command<SilenceTick>(_ => LoseTheSilent());
        Command<LabProtocol.GetCores>(_ => Sender.Tell(new LabProtocol.Cores([.. PlannerNodes().Select(node =>
            new LabProtocol.NodeCores(node.Key, node.Cores, node.SpeedPerCore, node.RoundTrip))])));
        Command<Terminated>(terminated =>
        {
            if (_nodes.Values.FirstOrDefault(node => node.Actor.Equals(terminated.ActorRef)) is { } node)
            {
                Lose(node, "its process ended");
            }
            else if (_running.FirstOrDefault(running => terminated.ActorRef.Equals(running.Value.Coordinator))
            is { Key: { } id, Value: var running })
            {
                Rest(id, running);
            }
        });
        Command<NodeSuspected>(suspected =>
        {
            foreach (var node in _nodes.Values.Where(node => node.Actor.Path.Address.Equals(suspected.Address)).ToList())
            {
                Lose(node, suspected.How);
            }
        });
    }

    private void Take(Register register, IActorRef actor)
    {
        if (ByInstance(register.Instance) is { } known)
        {
            actor.Tell(new Welcome(_settings.Name, known.Key), Context.Parent);
            return;
        }

        if (Admission.RefusalOf(register, _settings.Name, _settings.Probe) is { } refusal)
        {
            Note(HappeningKinds.Refused, $"refused {NodeName.Shown(register.Name)}: {refusal}");
            actor.Tell(new Refused(refusal));
            return;
        }

        var key = UniqueName(register.Name);
        var node = new LabNode(key, register, actor, Now, _clock.Date);
        node.IsDraining = _state.IsDrained(node.Process);
        _nodes.Add(key, node);
        var isBack = _lost.Remove(key);
        var slow = _patience.Heard(Now, node.Process) is { } silence
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"; it was only silent for {silence.TotalSeconds:F1} s, and may be for "
                    + $"{_patience.Of(Now, node.Process).TotalSeconds:F1} s from now on")
            : "";
        Context.Watch(actor);
        // From the keeper, which outlives this lab.
        actor.Tell(new Welcome(_settings.Name, key), Context.Parent);
        NoteNode(HappeningKinds.Joined,
            $"{key} {(isBack ? "is back" : "joined")} with {Counted.Of(register.Cores, "core")}{(node.IsDraining ? ", and "
                + "stays drained" : "")}{slow}", key);
        Replan();
    }

    // Passes notice a node that hangs by their own deadline. This is for all else that would wait for it, and for passes of many
    // seconds.
    // Time in which the lab itself stood still is nobody's silence: its clock leaves it out.
    private void LoseTheSilent()
    {
        foreach (var node in _nodes.Values.ToList())
        {
            if (_settings.NodePatience is not null && Now - node.LastPulse > _patience.Of(Now, node.Process))
            {
                _patience.GivenUp(Now, node.Process, node.LastPulse);
                Lose(node, string.Create(CultureInfo.InvariantCulture,
                    $"it gave no sign of life for {(Now - node.LastPulse).TotalSeconds:F1} s"));
            }
        }
    }

    // What runs keeps it, too, for its timeline.
    private void NoteNode(string kind, string text, string node)
    {
        Note(kind, text, node);
        foreach (var running in _running.Values)
        {
            running.Coordinator?.Tell(new CoordinatorProtocol.NodeNoted(kind, text, node));
        }
    }

    private string HowDrained(LabNode node) =>
        !IsHeld(node) ? $"node {node.Key} is drained: it holds nothing, and gets work again when its worker is started anew"
        : node.IsLeaving ? $"node {node.Key} hands over what it holds and leaves"
        : $"node {node.Key} hands over what it holds";

    private bool IsHeld(LabNode node) => _running.Values.Any(running => running.Holding.Contains(node.Key));

    private string UniqueName(string name)
    {
        var key = name;
        for (var number = 2; _nodes.ContainsKey(key); number++)
        {
            key = $"{name}-{number}";
        }

        return key;
    }

    private void Lose(LabNode node, string how)
    {
        _nodes.Remove(node.Key);
        Context.Unwatch(node.Actor);
        if (node.Actor.Path.Address.HasGlobalScope)
        {
            Context.System.EventStream.Publish(new NodeGivenUp(node.Actor.Path.Address));
        }

        _lost.Add(Now, DocumentOf(node) with
        {
            State = NodeStates.Lost,
            Units = 0,
            CoresBusy = 0,
            Why = $"was lost: {how}.",
            SinceUnixMilliseconds = DateMilliseconds,
        });
        Note(HappeningKinds.Died, $"{node.Key} was lost: {how}", node.Key);
        foreach (var running in _running.Values)
        {
            running.Holding.Remove(node.Key);
            running.Coordinator?.Tell(new CoordinatorProtocol.NodeLost(node.Key, how));
        }

        Replan();
    }

    // Lets go of leaving nodes that no experiment holds anything on.
    private void ReleaseFree()
    {
        foreach (var node in _nodes.Values.Where(node => node.IsLeaving && !IsHeld(node)).ToList())
        {
            _nodes.Remove(node.Key);
            Context.Unwatch(node.Actor);
            NoteNode(HappeningKinds.Left, $"{node.Key} left", node.Key);
            node.Actor.Tell(new Released());
        }
    }

    private LabNode? ByInstance(string instance) => _nodes.Values.FirstOrDefault(node => node.Registration.Instance == instance);

    // One decision for all that came meanwhile: it is made after what is in the mailbox now.
    private void Replan()
    {
        if (!_isPlanDue)
        {
            _isPlanDue = true;
            Self.Tell(DecideTick.Instance);
        }
    }

    // Asks the planner anew and tells every coordinator what changed for it. Whoever needs the plan before its turn has it made.
    private void Decide()
    {
        if (!_isPlanDue || _isStopping)
        {
            return;
        }

        _isPlanDue = false;
        var due = _state.Due.Where(entry => _takenUp.Contains(entry.Id)).ToList();
        var plans = _settings.Planner(PlannerNodes(), [.. due.Select(Job)]);
        foreach (var (entry, plan) in due.Zip(plans))
        {
            var running = _running.GetValueOrDefault(entry.Id);
            if (running is null && plan.Grants.Count == 0)
            {
                // It has only just come, or waits like all others.
                _waits = plan.Reason;
                continue;
            }

            if (running is null)
            {
                _running.Add(entry.Id, running = new Running { BackOff = new BackOff(_settings.LongestStorePause) });
            }

            running.Declined = plan.Declined;
            Lend(running, plan.Grants, plan.Reason);
            StartIfGranted(entry, running);
        }

        // A paused experiment gives its cores back as soon as its checkpoint stands.
        foreach (var entry in _running.Keys.Select(id => _state.Find(id)!).Where(entry => entry.IsPaused).ToList())
        {
            _running[entry.Id].Declined = new Dictionary<string, string>();
            Lend(_running[entry.Id], [], "is paused");
        }
    }

    private List<Planner.Node> PlannerNodes() => [.. _nodes.Values
        .Where(node => !node.IsDraining)
        .Select(node => new Planner.Node(node.Key, node.Registration.Cores, node.Registration.Speed,
        node.RoundTrip ?? _settings.RoundTrip))];

    private void Lend(Running running, IReadOnlyList<NodeGrant> grants, string reason)
    {
        var isSame = running.Grants.Select(grant => (grant.Node, grant.Cores))
            .SequenceEqual(grants.Select(grant => (grant.Node, grant.Cores)));
        running.Reason = isSame ? running.Reason ?? reason : reason;
        running.Grants = grants;
        if (!isSame)
        {
            running.Coordinator?.Tell(GrantOf(running));
        }
    }

    // Samples times units of a pass.
    private static double WorkOf(LabState.Entry entry) =>
        (double)entry.Submitted.Spec.BatchSize * entry.Submitted.Spec.HiddenSize;

    private Planner.Job Job(LabState.Entry entry)
    {
        var running = _running.GetValueOrDefault(entry.Id);
        return new Planner.Job(
            entry.Id,
            WorkOf(entry),
            entry.Splits,
            entry.Submitted.Nodes,
            running?.Grants ?? [],
            running?.SpeedPerCore ?? NoSpeeds,
            running?.SplitSeconds ?? _splits.Of(Now, WorkOf(entry)));
    }

    private CoordinatorProtocol.Grant GrantOf(Running running)
    {
        running.Holding.UnionWith(running.Grants.Select(grant => grant.Node));
        return new CoordinatorProtocol.Grant([.. running.Grants.Select(grant => (grant, _nodes[grant.Node].Actor))],
            running.Reason ?? "");
    }

    private void StartIfGranted(LabState.Entry entry, Running running)
    {
        if (running.IsStarting || running.IsResting || running.Coordinator is not null || running.Grants.Count == 0)
        {
            return;
        }

        running.IsStarting = true;
        _settings.Library.GetAsync(entry.Submitted.Spec.DataSha256).PipeTo(
            Self,
            success: data => new DataReady(entry.Id, data),
            failure: cause => new DataMissing(entry.Id, cause.Message));
    }

    private List<NodeDocument> NodeDocuments() => [.. _nodes.Values
        .Select(DocumentOf)
        .Concat(_lost.At(Now))
        .OrderBy(node => node.Name, StringComparer.Ordinal)];

    private NodeDocument DocumentOf(LabNode node)
    {
        var lent = _running
            .SelectMany(running => running.Value.Grants, (running, grant) => (running.Key, Grant: grant))
            .Where(pair => pair.Grant.Node == node.Key)
            .ToList();
        var held = _running.Where(running => running.Value.Holding.Contains(node.Key)).Select(running => running.Key);
        var age = Now - node.LastPulse;
        return new NodeDocument(
            node.Key,
            node.AddressOr(_settings.Address),
            node switch
            {
                _ when age > SuspectAfter => NodeStates.Suspect,
                { IsDraining: true } => IsHeld(node) ? NodeStates.Draining : NodeStates.Drained,
                _ => lent.Count > 0 || IsHeld(node) ? NodeStates.Busy : NodeStates.Idle,
            },
            node.Registration.Cores,
            age.TotalSeconds,
            _running.Values.Sum(running => running.UnitsByNode.GetValueOrDefault(node.Key)),
            [.. lent.Select(pair => pair.Key).Union(held)])
        {
            CoresBusy = lent.Sum(pair => pair.Grant.Cores),
            ComputingShare = node.Pulse?.ComputingShare,
            ProcessorShare = node.Pulse?.ProcessorShare,
            MemoryBytes = node.Pulse?.MemoryBytes,
            SinceUnixMilliseconds = node.JoinedAt.ToUnixTimeMilliseconds(),
            Why = lent.Count == 0 && !node.IsDraining ? WhyIdle(node) : null,
        };
    }

    // As the planner decided; null where nobody wanted it.
    private string? WhyIdle(LabNode node)
    {
        if (_state.Paused.Count > 0 && !_state.Due.Any(entry => _takenUp.Contains(entry.Id)))
        {
            var paused = _state.Paused.Count == 1 ? $"experiment {_state.Paused.First().Id} is"
                : $"{_state.Paused.Count} experiments are";
            return $"is idle: {paused} paused, and no other waits for cores.";
        }

        var declined = _running.OrderBy(running => running.Key.Length).ThenBy(running => running.Key, StringComparer.Ordinal)
            .Select(running => running.Value.Declined.TryGetValue(node.Key, out var why) ? $"experiment {running.Key} {why}"
            : null)
            .OfType<string>()
            .ToList();
        return declined.Count == 0 ? null
            : $"is idle: {string.Join("; ", declined.Take(MostDeclined))}{(declined.Count > MostDeclined ? "; and so on" : "")}.";
    }

    /// <summary>From this process: a machine no longer answers, or its connection broke.</summary>
    public sealed record NodeSuspected(Address Address, string How);

    /// <summary>Within this process, on its event stream: a machine was given up.</summary>
    public sealed record NodeGivenUp(Address Address);

    private sealed class ReplanTick
    {
        public static ReplanTick Instance { get; } = new();
    }

    private sealed class DecideTick
    {
        public static DecideTick Instance { get; } = new();
    }

    private sealed class SilenceTick
    {
        public static SilenceTick Instance { get; } = new();
    }

    private sealed record DataReady(string Id, LoadedData Data);

    private sealed record DataMissing(string Id, string Reason);
}
