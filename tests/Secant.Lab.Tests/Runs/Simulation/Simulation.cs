namespace Secant.Lab.Tests.Runs.Simulation;

/// <summary>
/// One experiment on simulated machines from its start to its end, with whatever the seed holds ready for it. After the troubles
/// one node stays: by then the run has to end.
/// </summary>
internal sealed class Simulation
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const int LinesOfAFailure = 40;

    private readonly VirtualClock _clock = new();
    private readonly Chance _chance;
    private readonly SimulatedLab _lab;
    private readonly TimeSpan _troubled;
    private int _joined;

    public Simulation(int seed)
    {
        _chance = new Chance(seed);
        Scenario = new Scenario(_chance, new Chance(~seed));
        _lab = new SimulatedLab(Scenario, _clock, _chance);
        _troubled = _chance.Milliseconds(100, 8000);
    }

    /// <summary>Runs a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="prepare">Done first.</param>
    /// <returns>The simulation as it ended, and what went wrong: the seed, the error, the experiment and the end of the
    /// trace.</returns>
    public static (Simulation Simulation, string? Failure) Try(int seed, Action<Simulation>? prepare = null)
    {
        var simulation = new Simulation(seed);
        prepare?.Invoke(simulation);
        try
        {
            simulation.Run();
            return (simulation, null);
        }
        catch (Exception e)
        {
            var end = string.Join('\n', simulation.Trace.TakeLast(LinesOfAFailure));
            return (simulation, $"SECANT_SIM_SEED={seed}: {e.Message}\n{simulation.Scenario.Spec}\n{end}\n{e.StackTrace}");
        }
    }

    public Scenario Scenario { get; }

    public IReadOnlyList<string> Trace => _lab.Trace;

    public int Lives => _lab.Life;

    /// <summary>What happened in it, in words that a trace has.</summary>
    public bool Saw(string what) => _lab.Trace.Any(line => line.Contains(what, StringComparison.Ordinal));

    /// <summary>Has the run fail its checks: a checkpoint with other bits than the reference.</summary>
    public void Spoil() => _lab.Store.IsSpoilt = true;

    public void Run()
    {
        _lab.Begin();
        for (var node = _chance.Below(5); node >= 0; node--)
        {
            _clock.After(_chance.Happens(0.7) ? TimeSpan.Zero : _chance.Within(_troubled), Join);
        }

        for (var asked = _chance.Below(12); asked > 0; asked--)
        {
            var words = $"words {asked}";
            _clock.After(_chance.Within(_troubled), () => Ask(words));
        }

        for (var trouble = _chance.Below(9); trouble > 0; trouble--)
        {
            _clock.After(_chance.Within(_troubled), Trouble);
        }

        _clock.After(_troubled, () =>
        {
            _lab.Continue();
            Scenario.Faults.Loss = 0;
            Scenario.Faults.Vanish = 0;
            Join();
        });
        while (!_lab.Store.HasEnded)
        {
            if (!_clock.Step() || _clock.Now - DateTimeOffset.UnixEpoch > Patience)
            {
                throw new SimulationException($"the run does not end by {_clock.Now:T}; it waits for {_lab.Debts}");
            }
        }

        _lab.Queue.CheckPromises();
    }

    // People ask for this and that.
    private void Ask(string words)
    {
        if (_chance.Happens(0.5))
        {
            _lab.Queue.Submit(words);
        }
        else
        {
            _lab.Queue.Change();
        }
    }

    private void Join()
    {
        var node = new SimulatedNode(_lab, _clock, _chance, $"n{++_joined}");
        _clock.After(_chance.Milliseconds(0.1, 50), () => _lab.Register(node));
    }

    private void Trouble()
    {
        switch (_chance.Below(12))
        {
            case 0:
            case 1:
                ToANode(Crash);
                break;
            case 2:
                ToANode(Hang);
                break;
            case 3:
                Join();
                break;
            case 4:
                ToANode(node => _lab.Withhold(node, isLeaving: true));
                break;
            case 5:
                ToANode(node =>
                {
                    _lab.Withhold(node, isLeaving: false);
                    _clock.After(_chance.Milliseconds(1, 3000), () => _lab.Lend(node));
                });
                break;
            case 6:
                ToANode(node =>
                {
                    if (node.Worker is { } worker)
                    {
                        worker.End();
                        node.Up.Send(() => _lab.GiveUp(worker));
                    }
                });
                break;
            case 7:
                _lab.Kill();
                break;
            case 8:
                _lab.Store.IsBroken = true;
                _clock.After(_chance.Milliseconds(10, 2000), () => _lab.Store.IsBroken = false);
                break;
            case 9:
                if (_lab.Store.Committed.Count > 0)
                {
                    var damaged = _chance.Of(_lab.Store.Committed);
                    _lab.Note($"checkpoint {damaged.Iteration} is damaged");
                    damaged.IsDamaged = true;
                }

                break;
            case 10:
                _lab.Pause();
                _clock.After(_chance.Milliseconds(1, 3000), _lab.Continue);
                break;
            default:
                ToANode(node =>
                {
                    node.Slowness = _chance.Scale(2, 200);
                    _clock.After(_chance.Milliseconds(50, 3000), () => node.Slowness = 1);
                });
                break;
        }
    }

    private void ToANode(Action<SimulatedNode> what)
    {
        if (_lab.Nodes.ToList() is { Count: > 0 } nodes)
        {
            what(_chance.Of(nodes));
        }
    }

    // Some come back at once, and under the same name.
    private void Crash(SimulatedNode node)
    {
        _lab.Note($"{node.Key} crashes");
        node.Crash();
        _clock.After(_chance.Milliseconds(30, 3000), () =>
        {
            _lab.Lose(node);
            if (_chance.Happens(0.3))
            {
                _lab.Register(new SimulatedNode(_lab, _clock, _chance, node.Key));
            }
        });
    }

    // Short hangs are never noticed as such; after a long one the process finds that it was given up, and registers anew.
    private void Hang(SimulatedNode node)
    {
        _lab.Note($"{node.Key} hangs");
        node.Hang();
        var hang = _chance.Milliseconds(10, 10_000);
        var noticed = _chance.Milliseconds(500, 3000);
        if (noticed < hang)
        {
            _clock.After(noticed, () => _lab.Lose(node));
        }

        _clock.After(hang, () =>
        {
            node.Wake();
            if (noticed < hang)
            {
                _lab.Lose(node);
                node.Crash();
                _lab.Register(new SimulatedNode(_lab, _clock, _chance, node.Key));
            }
        });
    }
}
