namespace Secant.Lab.Tests.Runs.Simulation;

/// <summary>A process on a machine, with at most one worker. It may die, hang and wake, or be slow.</summary>
internal sealed class SimulatedNode(SimulatedLab lab, VirtualClock clock, Chance chance, string key)
{
    private readonly List<Action> _asleep = [];
    private readonly double _secondsAGroup = chance.Scale(0.0005, 0.02);
    private readonly double _latency = chance.Scale(0.1, 20);

    public string Key { get; } = key;

    public bool IsAlive { get; private set; } = true;

    public bool IsHung { get; private set; }

    /// <summary>How many times longer than usual everything takes.</summary>
    public double Slowness { get; set; } = 1;

    /// <summary>Seconds that a group takes in a pass.</summary>
    public double SecondsAGroup => _secondsAGroup * Slowness;

    /// <summary>Cores that it lends.</summary>
    public int Cores { get; } = 1 + chance.Below(3);

    /// <summary>What the node claims for each core, right or wrong.</summary>
    public double ClaimedSpeed { get; } = chance.Scale(1e3, 1e6);

    public SimulatedWorker? Worker { get; private set; }

    public Channel Down => field ??= new Channel(clock, chance, lab.Scenario.Faults, _latency, Part, Repeated, Vanished);

    public Channel Up => field ??= new Channel(clock, chance, lab.Scenario.Faults, _latency, Part, Repeated, Vanished);

    /// <summary>Something reaches the process: at once, when it wakes, or never.</summary>
    public void Take(Action happening)
    {
        if (IsAlive && IsHung)
        {
            _asleep.Add(happening);
        }
        else if (IsAlive)
        {
            happening();
        }
    }

    public void StartWorker(int life) => clock.After(chance.Milliseconds(0.1, 300), () => Take(() =>
    {
        StopWorker(life);
        if (Worker is null)
        {
            Worker = new SimulatedWorker(lab, this, clock, chance, life);
            var worker = Worker;
            Up.Send(() => lab.Ready(worker));
        }
    }));

    /// <summary>Ends the worker of a life or an older one.</summary>
    public void StopWorker(int life)
    {
        if (Worker?.Life <= life)
        {
            Worker.End();
            Worker = null;
        }
    }

    public void Crash()
    {
        StopWorker(int.MaxValue);
        IsAlive = false;
    }

    /// <summary>The line breaks, both ways; the process goes on for now.</summary>
    public void Part()
    {
        Down.IsCut = Up.IsCut = true;
        lab.Parted(this);
    }

    private void Vanished() => lab.Note($"a message of {Key} vanishes");

    private void Repeated() => lab.Note($"a message of {Key} comes twice");

    public void Hang() => IsHung = true;

    public void Wake()
    {
        IsHung = false;
        foreach (var happening in _asleep.ToList())
        {
            Take(happening);
        }

        _asleep.Clear();
    }
}
