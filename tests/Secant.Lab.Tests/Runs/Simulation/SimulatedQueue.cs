using Secant.Lab.Contracts;
using Secant.Lab.History;
using Secant.Lab.Scheduling;

namespace Secant.Lab.Tests.Runs.Simulation;

/// <summary>
/// The lab's promises in virtual time: its queue of experiments, what people ask of it, and the nodes that the planner lends. One
/// experiment is really run; the others only take time. Whoever was answered remembers, and after every start all of it has to be
/// so.
/// </summary>
internal sealed class SimulatedQueue(Scenario scenario, VirtualClock clock, Chance chance, SimulatedStore store,
    Action<string> note)
{
    /// <summary>The experiment that is really run.</summary>
    public const string Real = "1";

    private Leases _leases = NewLeases();
    private readonly HashSet<string> _atWork = new(StringComparer.Ordinal);
    private readonly Queue<Action> _waiting = new();
    private readonly List<ExperimentSubmitted> _accepted = [];
    private readonly Dictionary<string, Type> _changes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _everGiven = new(StringComparer.Ordinal);
    private LabHistory? _state;
    private ILabEvent? _beingWritten;
    private int _start;

    /// <summary>Called when a write fails: the lab ends, and with it all that it runs.</summary>
    public required Action Failed { get; init; }

    /// <summary>Called when somebody else should have cores.</summary>
    public required Action Changed { get; init; }

    public bool IsUp => _state is not null;

    /// <summary>Reads what the store has, and sees whether it is what was promised.</summary>
    public void Begin()
    {
        _state = LabHistory.Of(store.Promises);

        CheckPromises();
    }

    /// <summary>The process ends. What was being written may have reached the disk or not.</summary>
    public void End(bool mayHaveWritten)
    {
        if (_beingWritten is { } happened && mayHaveWritten && chance.Happens(0.5))
        {
            store.Promises.Add(happened);
        }

        _state = null;
        _beingWritten = null;
        _start++;
        _waiting.Clear();
        _leases = NewLeases();
        _atWork.Clear();
    }

    public void Submit(string words) => Ask(
        state => Queue.Submit(
            state, new LabProtocol.Submit(SpecRecord.From(scenario.Spec), words, null), scenario.Spec, Milliseconds()),
        happened => _accepted.Add((ExperimentSubmitted)happened));

    /// <summary>Pauses, goes on with or cancels one of the experiments that wait or run.</summary>
    public void Change()
    {
        if (_accepted.Count > 0)
        {
            var id = chance.Of(_accepted).Id;
            var kind = chance.Below(3) switch
            {
                0 => LabProtocol.ChangeKind.Pause,
                1 => LabProtocol.ChangeKind.Continue,
                _ => LabProtocol.ChangeKind.Cancel,
            };
            Ask(
                state => Queue.Change(state, new LabProtocol.Change(id, kind), isTakenUp: true, null, Milliseconds()),
                happened => _changes[id] = happened.GetType());
        }
    }

    /// <summary>What the real experiment has now.</summary>
    public IReadOnlyList<NodeGrant> Granted => _leases.Find(Real)?.Grants ?? [];

    /// <summary>Shares the nodes out.</summary>
    public void Plan(IEnumerable<SimulatedNode> lent, bool isPaused, IReadOnlyDictionary<string, double> speeds)
    {
        var nodes = lent.Select(node => new Planner.Node(node.Key, node.Cores, node.ClaimedSpeed, 0.001)).ToList();
        var due = _state!.Due.Where(entry => !(entry.Id == Real && isPaused)).ToList();
        foreach (var ended in _state.Entries.Where(entry => !entry.IsUnfinished))
        {
            _leases.Remove(ended.Id);
        }

        _leases.Measured(clock.Now, _state.Find(Real)!, new Dictionary<string, int>(), speeds, splitSeconds: null);
        _leases.Decide(clock.Now, nodes, due, _state.Entries.Except(due));
        foreach (var entry in due.Where(entry => entry.Id != Real && _leases.Find(entry.Id) is { Grants.Count: > 0 }))
        {
            if (_atWork.Add(entry.Id))
            {
                Work(entry.Id);
            }
        }
    }

    /// <summary>At the end of all: what was promised is so.</summary>
    public void CheckPromises()
    {
        var state = LabHistory.Of(store.Promises);

        var kept = state.Entries.Select(entry => entry.Submitted).ToList();
        var found = kept.Where(_accepted.Contains).ToList();
        if (!found.SequenceEqual(_accepted) || kept.Select(entry => entry.Id).Distinct().Count() != kept.Count)
        {
            throw new SimulationException($"the queue is {string.Join(", ", kept)}, accepted was {string.Join(", ", _accepted)}");
        }

        foreach (var (id, change) in _changes)
        {
            var entry = state.Find(id)!;
            if ((change == typeof(ExperimentEnded) && entry.IsUnfinished)
                || (change == typeof(ExperimentCancelled) && !entry.IsCancelled)
                || (change == typeof(ExperimentPaused) && entry.IsDue)
                || (change == typeof(ExperimentContinued) && entry.IsPaused))
            {
                throw new SimulationException($"somebody was told {change.Name} of {id}, which is not so");
            }
        }
    }

    private long Milliseconds() => clock.Now.ToUnixTimeMilliseconds();

    private static Leases NewLeases() => new((nodes, jobs) =>
    {
        var plans = Planner.Decide(nodes, jobs);
        CheckPlans(nodes, plans);
        return plans;
    });

    // It takes a while, and is begun again where its cores were taken away.
    private void Work(string id)
    {
        var start = _start;
        clock.After(chance.Milliseconds(5, 1000), () =>
        {
            if (start != _start || !_atWork.Remove(id))
            {
                return;
            }

            if (_leases.Find(id) is { Grants.Count: > 0 })
            {
                Ask(
                    state => new Queue.Decision(
                        state.Find(id) is { IsDue: true } ? [new ExperimentEnded(id, Failed: false)] : [],
                            new LabProtocol.Done("")),
                    happened => _changes[id] = happened.GetType());
            }
            else
            {
                Changed();
            }
        });
    }

    // One after the other: decided by what is so, written, only then so, and only then told.
    private void Ask(Func<LabHistory, Queue.Decision> decide, Action<ILabEvent> told)
    {
        if (_state is null)
        {
            return;
        }

        if (_beingWritten is not null)
        {
            _waiting.Enqueue(() => Ask(decide, told));
            return;
        }

        if (decide(_state).Events is not [var happened])
        {
            return;
        }

        // While it is asked for, nobody knows how it stands.
        _changes.Remove(happened.Id!);
        _beingWritten = happened;
        var start = _start;
        clock.After(chance.Milliseconds(store.UsualMilliseconds * 0.3, store.UsualMilliseconds * 3), () =>
        {
            if (start != _start)
            {
                return;
            }

            if (store.IsBroken)
            {
                Failed();
                return;
            }

            store.Promises.Add(happened);
            _beingWritten = null;
            if (happened is ExperimentSubmitted submitted && !_everGiven.Add(submitted.Id))
            {
                throw new SimulationException($"id {submitted.Id} is given twice");
            }

            _state = _state.Apply(happened);
            note($"promised {happened.GetType().Name} of {happened.Id}");
            told(happened);
            Changed();
            while (_state is not null && _beingWritten is null && _waiting.TryDequeue(out var next))
            {
                next();
            }
        });
    }

    // No core is lent twice, nor one that is not there, and none is idle while somebody waits.
    private static void CheckPlans(IReadOnlyList<Planner.Node> nodes, IReadOnlyList<Planner.Plan> plans)
    {
        var free = nodes.ToDictionary(node => node.Key, node => node.Cores);
        foreach (var grant in plans.SelectMany(plan => plan.Grants))
        {
            if (grant.Cores < 1 || !free.TryGetValue(grant.Node, out var left) || left < grant.Cores)
            {
                throw new SimulationException($"{grant} is lent, of {string.Join(", ", nodes)}");
            }

            free[grant.Node] -= grant.Cores;
        }

        if (plans.FirstOrDefault(plan => plan.Grants.Count == 0) is { } waiting && free.Values.Any(cores => cores > 0))
        {
            throw new SimulationException($"experiment {waiting.Id} waits while cores are free: {waiting.Reason}");
        }
    }
}
