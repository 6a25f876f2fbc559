using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Lab.Tests.Runs.Simulation;

/// <summary>
/// The lab process in virtual time: the real run in the part of a coordinator, life after life, and the registry of nodes. It
/// asserts what has to hold at every step.
/// </summary>
internal sealed partial class SimulatedLab(Scenario scenario, VirtualClock clock, Chance chance)
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, SimulatedNode> _registered = new(StringComparer.Ordinal);
    private readonly HashSet<string> _withheld = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leaving = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedNode> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedWorker> _workers = new(StringComparer.Ordinal);
    private readonly Queue<Action> _stash = new();
    private readonly List<string> _trace = [];
    private ExperimentRun? _run;
    private int _seenIteration;
    private int _passSent;
    private HashSet<string> _passAsked = [];
    private Action? _beingWritten;
    private bool _isPersisting;
    private int _grants;
    private int _start;
    private bool _isPaused;

    public Scenario Scenario => scenario;

    public SimulatedStore Store { get; } = new(scenario);

    public SimulatedQueue Queue => field ??= new SimulatedQueue(scenario, clock, chance, Store, Note)
    {
        Failed = () =>
        {
            Queue.End(mayHaveWritten: false);
            StoreFails();
        },
        Changed = Grant,
    };

    /// <summary>The life that runs or begins: messages name it, and those of another one are dropped.</summary>
    public int Life { get; private set; }

    /// <summary>What the run waits for, in words.</summary>
    public string Debts => _run is null ? "its next life" : string.Join(", ", _run.Debts);

    public IReadOnlyList<string> Trace => _trace;

    public IEnumerable<SimulatedNode> Nodes => _registered.Values;

    /// <summary>A process starts, reads what the store has, and goes on from there.</summary>
    public void Begin()
    {
        if (_run is not null || _isPersisting || Store.HasEnded)
        {
            return;
        }

        if (Store.IsBroken)
        {
            clock.After(chance.Milliseconds(100, 1000), Begin);
            return;
        }

        if (!Queue.IsUp)
        {
            Queue.Begin();
        }

        // Not a word leaves before the life's start is written: one that was not may have the same number as the next.
        Life = Store.Life + 1;
        _isPersisting = true;
        _beingWritten = () => Store.Life = Life;
        var start = ++_start;
        var writing = chance.Milliseconds(Store.UsualMilliseconds * 0.3, Store.UsualMilliseconds * 3);
        if (chance.Happens(0.02))
        {
            clock.After(writing * 0.5, () => KillIf(start));
        }

        clock.After(writing, () =>
        {
            if (start == _start)
            {
                BeginLife();
            }
        });
    }

    private void KillIf(int start)
    {
        if (start == _start)
        {
            Note($"life {Life} begins and is");
            Kill();
        }
    }

    private void BeginLife()
    {
        if (Store.IsBroken)
        {
            StoreFails();
            return;
        }

        _beingWritten!();
        _beingWritten = null;
        _isPersisting = false;
        var start = Store.Base();
        Note($"life {Life} from {start?.Iteration}");
        _run = new ExperimentRun(
            scenario.Spec,
            scenario.Train,
            scenario.Test,
            scenario.Data.Classes,
            scenario.Settings,
            new RunStart(start?.Iteration ?? 0, start is not null, start?.Loss, start?.Curve ?? [], clock.Now));
        _seenIteration = _run.Iteration;
        _passSent = _run.Iteration - 1;
        if (_isPaused)
        {
            Enter(run => run.Hold(clock.Now));
        }

        Grant();
        Tick(_start);
    }

    /// <summary>The process ends without a word: all it has is what the store has.</summary>
    public void Kill()
    {
        Note("killed");
        if (_beingWritten is { } durable && !Store.IsBroken && chance.Happens(0.5))
        {
            // Killed in the middle of it: it may have reached the disk or not.
            durable();
        }

        Queue.End(mayHaveWritten: !Store.IsBroken);
        EndLife();
        var nodes = _registered.Values.ToList();
        _registered.Clear();
        _leaving.Clear();
        clock.After(chance.Milliseconds(10, 3000), () =>
        {
            Begin();
            foreach (var node in nodes)
            {
                clock.After(chance.Milliseconds(1, 3000), () => node.Take(() => Register(node)));
            }
        });
    }

    public void Pause()
    {
        Note("pause");
        _isPaused = true;
        Enter(run => run.Hold(clock.Now));
    }

    public void Continue()
    {
        if (_isPaused)
        {
            Note("continue");
            _isPaused = false;
            Enter(run => run.Continue(clock.Now));
            Grant();
        }
    }

    public void Register(SimulatedNode node)
    {
        if (node.IsAlive && _registered.TryAdd(node.Key, node))
        {
            Note($"{node.Key} joined");
            Grant();
        }
    }

    /// <summary>A node is found to be gone.</summary>
    public void Lose(SimulatedNode node)
    {
        if (_registered.GetValueOrDefault(node.Key) == node)
        {
            Note($"{node.Key} lost");
            _registered.Remove(node.Key);
            _leaving.Remove(node.Key);
            _workers.Remove(node.Key);
            Enter(run =>
            {
                _known.Remove(node.Key);
                return run.Lost(clock.Now, node.Key);
            });
            Grant();
        }
    }

    /// <summary>A node asked to leave, or the planner needs it elsewhere.</summary>
    public void Withhold(SimulatedNode node, bool isLeaving)
    {
        if (_registered.GetValueOrDefault(node.Key) == node)
        {
            Note($"{node.Key} {(isLeaving ? "leaves" : "is withheld")}");
            (isLeaving ? _leaving : _withheld).Add(node.Key);
            Grant();
        }
    }

    public void Lend(SimulatedNode node)
    {
        _withheld.Remove(node.Key);
        Grant();
    }

    /// <summary>The line to a node breaks. Both sides find out, the lab not before something else, and the process begins
    /// anew.</summary>
    public void Parted(SimulatedNode node)
    {
        Note($"the line to {node.Key} breaks");
        clock.After(chance.Milliseconds(30, 3000), () =>
        {
            Lose(node);
            clock.After(chance.Milliseconds(1, 3000), () =>
            {
                Lose(node);
                node.Crash();
                Register(new SimulatedNode(this, clock, chance, node.Key));
            });
        });
    }

    /// <summary>A worker stopped working by itself.</summary>
    public void GiveUp(SimulatedWorker worker)
    {
        if (_workers.GetValueOrDefault(worker.Node.Key) == worker)
        {
            Note($"{worker.Node.Key} gave up");
            _workers.Remove(worker.Node.Key);
            Enter(run =>
            {
                _known.Remove(worker.Node.Key);
                return run.Lost(clock.Now, worker.Node.Key);
            });
            clock.After(chance.Milliseconds(100, 1000), Grant);
        }
    }

    public void Ready(SimulatedWorker worker)
    {
        if (worker.Life == Life && _known.GetValueOrDefault(worker.Node.Key) == worker.Node)
        {
            Note($"{worker.Node.Key} ready");
            _workers[worker.Node.Key] = worker;
            Enter(run => run.WorkerReady(clock.Now, worker.Node.Key));
            if (worker.HasEnded)
            {
                // Whoever watches an actor that is no more is told so.
                clock.After(chance.Milliseconds(1, 100), () => GiveUp(worker));
            }
        }
    }

    public void Take(SimulatedWorker worker, HolderReport report)
    {
        Enter(run => worker.Life != Life || _workers.GetValueOrDefault(worker.Node.Key) != worker ? [] : report switch
        {
            HolderReport.Answer answer => run.Answered(
                clock.Now, worker.Node.Key, answer.Iteration, answer.Ranges, answer.Partials, answer.ComputeSeconds,
                    answer.Opening),
            HolderReport.Evaluated evaluated => run.Evaluated(
                clock.Now, worker.Node.Key, evaluated.Iteration, evaluated.Test, evaluated.First, evaluated.Partials),
            HolderReport.Copied copied => run.SliceCopied(copied.Iteration, copied.Range, copied.Values),
            HolderReport.Diverged diverged => run.Diverged(diverged.Iteration),
            _ => throw new SimulationException($"{worker.Node.Key} reports {report}"),
        });
    }

    public void Note(string text) => _trace.Add($"{(clock.Now - DateTimeOffset.UnixEpoch).TotalMilliseconds,10:F1} {text}");

    // The lab plans at once, whether the run is there to hear of it or not.
    private void Grant()
    {
        if (Queue.IsUp)
        {
            Queue.Plan(Lent, _isPaused, _run?.SpeedPerCore ?? new Dictionary<string, double>());
        }

        Enter(run =>
        {
            var granted = scenario.IsPlanned ? Queue.Granted : Everything();
            foreach (var grant in granted)
            {
                _known.TryAdd(grant.Node, _registered[grant.Node]);
            }

            return run.Granted(clock.Now, granted);
        });
    }

    private List<SimulatedNode> Lent =>
        [.. _registered.Values.Where(node => !_withheld.Contains(node.Key) && !_leaving.Contains(node.Key))];

    // Of another number of cores than the time before.
    private List<NodeGrant> Everything()
    {
        _grants++;
        return _isPaused ? [] : Lent.ConvertAll(node => new NodeGrant(node.Key, 1 + (_grants % 3), node.ClaimedSpeed));
    }

    private void Tick(int start)
    {
        if (_run is not null && start == _start)
        {
            Enter(run => run.Tick(clock.Now));
            clock.After(TickInterval, () => Tick(start));
        }
    }

    // Nothing comes in while an event is being written.
    private void Enter(Func<ExperimentRun, IReadOnlyList<RunEffect>> happening)
    {
        if (_run is not null && _isPersisting)
        {
            _stash.Enqueue(() => Enter(happening));
        }
        else if (_run is not null)
        {
            Do(happening(_run));
            CheckIteration();
        }
    }

    private void Persist(Action<ExperimentRun> persisted, Action durable)
    {
        _isPersisting = true;
        _beingWritten = durable;
        var start = _start;
        clock.After(chance.Milliseconds(Store.UsualMilliseconds * 0.3, Store.UsualMilliseconds * 3), () =>
        {
            if (start != _start || _run is null)
            {
                return;
            }

            if (Store.IsBroken)
            {
                StoreFails();
                return;
            }

            _beingWritten = null;
            durable();
            clock.After(chance.Milliseconds(0.1, 10), () =>
            {
                if (start == _start && _run is { } run)
                {
                    _isPersisting = false;
                    persisted(run);
                    while (!_isPersisting && _stash.TryDequeue(out var stashed))
                    {
                        stashed();
                    }
                }
            });
        });
    }

    private void StoreFails()
    {
        Note("store failed");
        var nodes = _known.Values.ToList();
        var life = Life;
        EndLife();
        foreach (var node in nodes)
        {
            node.Down.Send(() => node.Take(() => node.StopWorker(life)));
        }

        clock.After(chance.Milliseconds(100, 1000), Begin);
    }

    private void EndLife()
    {
        _start++;
        _run = null;
        _isPersisting = false;
        _beingWritten = null;
        _stash.Clear();
        _known.Clear();
        _workers.Clear();
    }

    private void CheckIteration()
    {
        if (_run is { } run && run.Iteration != _seenIteration)
        {
            if (run.Iteration != _seenIteration + 1 && run.Iteration != _seenIteration)
            {
                throw new SimulationException($"from iteration {_seenIteration} to {run.Iteration} at once");
            }

            _seenIteration = run.Iteration;
            if (run.Iteration > scenario.Reference.Diverges)
            {
                return;
            }

            if (run.Loss != scenario.Reference.LossBefore(run.Iteration))
            {
                throw new SimulationException(
                    $"loss before {run.Iteration} is {run.Loss:R}, expected {scenario.Reference.LossBefore(run.Iteration):R}");
            }
        }
    }
}
