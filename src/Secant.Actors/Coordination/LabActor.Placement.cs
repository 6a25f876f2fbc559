using Akka.Actor;
using Secant.Lab.Contracts;
using Secant.Lab.History;
using Secant.Lab.Scheduling;
using static Secant.Lab.Contracts.NodeProtocol;

namespace Secant.Actors.Coordination;

/// <content>Nodes that come and go, and which experiment gets which cores.</content>
public sealed partial class LabActor
{
    // Signs of life come once a second.
    private static readonly TimeSpan SuspectAfter = TimeSpan.FromSeconds(2);

    private readonly NodeRegistry _nodes;
    private readonly Dictionary<string, IActorRef> _actors = new(StringComparer.Ordinal);
    private readonly Leases _leases;
    private IActorRef _stopper = ActorRefs.Nobody;
    private bool _isStopping;
    private bool _isPlanDue;

    private void CommandNodes()
    {
        Command<Register>(register => Take(register, Sender));
        Command<Pulse>(pulse =>
        {
            if (_nodes.Heard(pulse, Now) is { } node)
            {
                foreach (var id in _leases.HoldersOf(node.Key))
                {
                    _running[id].Coordinator?.Tell(
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
            if (_nodes.ByInstance(leaving.Instance) is { } node)
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
            if (_nodes.Find(drain.Node) is not { } node)
            {
                Sender.Tell(new LabProtocol.Denied(_nodes.LostAt(Now).FirstOrDefault(lost => lost.Name == drain.Node) is { } gone
                    ? $"node {gone.Name} {gone.Why?.TrimEnd('.')}: it holds nothing that it could hand over; drain it when it "
                    + "is back"
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
                _state = _state.Apply(drained);
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
            if (_nodes.Nodes.FirstOrDefault(node => _actors[node.Key].Equals(terminated.ActorRef)) is { } node)
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
            foreach (var node in _nodes.Nodes.Where(node => _actors[node.Key].Path.Address.Equals(suspected.Address)).ToList())
            {
                Lose(node, suspected.How);
            }
        });
    }

    private void Take(Register register, IActorRef actor)
    {
        var address = actor.Path.Address is { HasGlobalScope: true } global ? $"{global.Host}:{global.Port}" : null;
        switch (_nodes.Register(register, address, Now, _clock.Date, _state.IsDrained))
        {
            // From the keeper, which outlives this lab.
            case NodeRegistry.Answer.Known known:
                actor.Tell(new Welcome(_settings.Name, known.Node.Key), Context.Parent);
                break;
            case NodeRegistry.Answer.Refused refused:
                Note(HappeningKinds.Refused, $"refused {NodeName.Shown(register.Name)}: {refused.Reason}");
                actor.Tell(new Refused(refused.Reason));
                break;
            case NodeRegistry.Answer.Joined joined:
                _actors.Add(joined.Node.Key, actor);
                Context.Watch(actor);
                actor.Tell(new Welcome(_settings.Name, joined.Node.Key), Context.Parent);
                NoteNode(HappeningKinds.Joined, joined.Text, joined.Node.Key);
                Replan();
                break;
            case var other:
                throw new InvalidOperationException($"{other} is no answer to a registration");
        }
    }

    // Passes notice a node that hangs by their own deadline. This is for all else that would wait for it, and for passes of many
    // seconds.
    // Time in which the lab itself stood still is nobody's silence: its clock leaves it out.
    private void LoseTheSilent()
    {
        foreach (var (node, how) in _nodes.GiveUpTheSilent(Now))
        {
            Lose(node, how);
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

    private string HowDrained(RegisteredNode node) =>
        !IsHeld(node) ? $"node {node.Key} is drained: it holds nothing, and gets work again when its worker is started anew"
        : node.IsLeaving ? $"node {node.Key} hands over what it holds and leaves"
        : $"node {node.Key} hands over what it holds";

    private bool IsHeld(RegisteredNode node) => _leases.IsHeld(node.Key);

    private void Lose(RegisteredNode node, string how)
    {
        _nodes.Remove(node, Now, DocumentOf(node) with
        {
            State = NodeStates.Lost,
            Units = 0,
            CoresBusy = 0,
            Why = $"was lost: {how}.",
            SinceUnixMilliseconds = DateMilliseconds,
        });
        var actor = Forget(node);
        if (actor.Path.Address.HasGlobalScope)
        {
            Context.System.EventStream.Publish(new NodeGivenUp(actor.Path.Address));
        }

        Note(HappeningKinds.Died, $"{node.Key} was lost: {how}", node.Key);
        _leases.Lose(node.Key);
        foreach (var running in _running.Values)
        {
            running.Coordinator?.Tell(new CoordinatorProtocol.NodeLost(node.Key, how));
        }

        Replan();
    }

    // Lets go of leaving nodes that no experiment holds anything on.
    private void ReleaseFree()
    {
        foreach (var node in _nodes.Nodes.Where(node => node.IsLeaving && !IsHeld(node)).ToList())
        {
            _nodes.Remove(node, Now, shown: null);
            NoteNode(HappeningKinds.Left, $"{node.Key} left", node.Key);
            Forget(node).Tell(new Released());
        }
    }

    private IActorRef Forget(RegisteredNode node)
    {
        _actors.Remove(node.Key, out var actor);
        return Context.Unwatch(actor!);
    }

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
        var paused = _running.Keys.Select(id => _state.Find(id)!).Where(entry => entry.IsPaused).ToList();
        var changed = _leases.Decide(Now, PlannerNodes(), due, paused);
        foreach (var id in changed)
        {
            if (_running.TryGetValue(id, out var running))
            {
                running.Coordinator?.Tell(GrantOf(id));
            }
            else
            {
                _running.Add(id, new Running { BackOff = new BackOff(_settings.LongestStorePause) });
            }
        }

        foreach (var entry in due.Where(entry => _running.ContainsKey(entry.Id)))
        {
            StartIfGranted(entry, _running[entry.Id]);
        }
    }

    private List<Planner.Node> PlannerNodes() => [.. _nodes.Nodes
        .Where(node => !node.IsDraining)
        .Select(node => new Planner.Node(node.Key, node.Registration.Cores, node.Registration.Speed,
        node.RoundTrip ?? _settings.RoundTrip))];

    private CoordinatorProtocol.Grant GrantOf(string id)
    {
        var lease = _leases.Find(id)!;
        lease.Holding.UnionWith(lease.Grants.Select(grant => grant.Node));
        return new CoordinatorProtocol.Grant(
            [.. lease.Grants.Select(grant => (grant, _actors[grant.Node]))], lease.Reason ?? "");
    }

    private void StartIfGranted(LabEntry entry, Running running)
    {
        if (running.IsStarting || running.IsResting || running.Coordinator is not null
            || _leases.Find(entry.Id) is not { Grants.Count: > 0 })
        {
            return;
        }

        running.IsStarting = true;
        _settings.Library.GetAsync(entry.Submitted.Spec.DataSha256).PipeTo(
            Self,
            success: data => new DataReady(entry.Id, data),
            failure: cause => new DataMissing(entry.Id, cause.Message));
    }

    private List<NodeDocument> NodeDocuments() => [.. _nodes.Nodes
        .Select(DocumentOf)
        .Concat(_nodes.LostAt(Now))
        .OrderBy(node => node.Name, StringComparer.Ordinal)];

    private NodeDocument DocumentOf(RegisteredNode node)
    {
        var lent = _leases.LentOf(node.Key);
        var age = Now - node.LastPulse;
        return new NodeDocument(
            node.Key,
            node.Address ?? _settings.Address,
            node switch
            {
                _ when age > SuspectAfter => NodeStates.Suspect,
                { IsDraining: true } => IsHeld(node) ? NodeStates.Draining : NodeStates.Drained,
                _ => lent.Count > 0 || IsHeld(node) ? NodeStates.Busy : NodeStates.Idle,
            },
            node.Registration.Cores,
            age.TotalSeconds,
            _leases.UnitsOf(node.Key),
            [.. lent.Select(one => one.Id).Union(_leases.HoldersOf(node.Key))])
        {
            CoresBusy = lent.Sum(one => one.Cores),
            ComputingShare = node.Pulse?.ComputingShare,
            ProcessorShare = node.Pulse?.ProcessorShare,
            MemoryBytes = node.Pulse?.MemoryBytes,
            SinceUnixMilliseconds = node.JoinedAt.ToUnixTimeMilliseconds(),
            Why = lent.Count == 0 && !node.IsDraining ? WhyIdle(node) : null,
        };
    }

    // As the planner decided; null where nobody wanted it.
    private string? WhyIdle(RegisteredNode node)
    {
        if (_state.PausedCount > 0 && !_state.Due.Any(entry => _takenUp.Contains(entry.Id)))
        {
            var paused = _state.PausedCount == 1 ? $"experiment {_state.Paused.First().Id} is"
                : $"{_state.PausedCount} experiments are";
            return $"is idle: {paused} paused, and no other waits for cores.";
        }

        return _leases.WhyDeclined(node.Key) is { } declined ? $"is idle: {declined}." : null;
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
