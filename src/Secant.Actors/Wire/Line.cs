namespace Secant.Actors.Wire;

/// <summary>
/// All transfers from one machine. They take turns, and together have at most a window of chunks asked for: what waits on the
/// line delays heartbeats and passes. The window opens from one chunk on while they come promptly, and shrinks while they take
/// longer than one alone by more than a set delay, by half where that is much longer: nothing is known of a line at first, and it
/// may get slow at any time. One alone waits for none before it, so that what it takes is what is usual, be it for a machine that
/// does much else.
/// </summary>
internal sealed class Line(BlobOptions options)
{
    // Delays from which on half as many chunks are asked for.
    private const int Much = 4;

    // Of what a chunk usually takes, this part more says little.
    private const double Little = 0.5;

    // Weight of the newest chunk in what is usual.
    private const double Freshness = 0.25;

    private readonly Queue<Transfer> _turns = new();
    private readonly Dictionary<(long Transfer, int Index), (Transfer Transfer, TimeSpan At)> _asked = [];
    private TimeSpan? _usual;
    private int _prompt;

    /// <summary>Chunks that may be asked for at a time, 1 to the greatest window.</summary>
    public int Window { get; private set; } = 1;

    public bool IsIdle => _turns.Count == 0 && _asked.Count == 0;

    public void Add(Transfer transfer) => _turns.Enqueue(transfer);

    /// <summary>The chunks to ask for now.</summary>
    public IEnumerable<(Transfer Transfer, int Index)> Ask(TimeSpan now)
    {
        while (_asked.Count < Window && _turns.TryDequeue(out var transfer))
        {
            if (transfer.IsOver || !transfer.HasMore)
            {
                continue;
            }

            var index = transfer.Next();
            _asked.Add((transfer.Number, index), (transfer, now));
            _turns.Enqueue(transfer);
            yield return (transfer, index);
        }
    }

    /// <summary>The chunks to ask for once more.</summary>
    public IReadOnlyList<(Transfer Transfer, int Index)> AskAgain(TimeSpan now)
    {
        var late = _asked.Where(asked => now - asked.Value.At >= options.AskAgainAfter).Select(asked => asked.Key).ToList();
        return late.ConvertAll(key =>
        {
            var transfer = _asked[key].Transfer;
            _asked[key] = (transfer, now);
            return (transfer, key.Index);
        });
    }

    /// <summary>Notes that a chunk came.</summary>
    /// <returns>False if nobody waits for it.</returns>
    public bool Came(Transfer transfer, int index, TimeSpan now)
    {
        if (!_asked.Remove((transfer.Number, index), out var asked))
        {
            return false;
        }

        var took = now - asked.At;
        var usual = _usual ?? took;
        var delay = Little * usual > options.QueueDelay ? Little * usual : options.QueueDelay;
        _usual = Window == 1 || took < usual ? usual + (Freshness * (took - usual)) : usual;
        if (took - usual > delay)
        {
            Window = Math.Max(1, took - usual > Much * delay ? Window / 2 : Window - 1);
        }
        else if (++_prompt >= Window)
        {
            // As many came as are asked for at a time: those that wait for each other on the line have been seen.
            _prompt = 0;
            Window = Math.Min(options.Window, Window + 1);
        }

        return true;
    }

    /// <summary>Forgets what a transfer that is over has asked for.</summary>
    public void Remove(Transfer transfer)
    {
        foreach (var key in _asked.Keys.Where(key => key.Transfer == transfer.Number).ToList())
        {
            _asked.Remove(key);
        }
    }
}
