using Secant.Core;
using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;

namespace Secant.Lab.Runs;

/// <summary>What the next stretch of a run has to say: what happened in it, and the checkpoint that ends it.</summary>
internal sealed class StretchAccount(string experiment, Clock clock)
{
    private const int MostHappenings = 100;

    private readonly List<HappeningDocument> _happened = [];

    /// <summary>When the last checkpoint began to be stored.</summary>
    public DateTimeOffset StoreBegun { get; private set; }

    /// <summary>The last checkpoint that this life stored.</summary>
    public CheckpointDocument? Stored { get; private set; }

    /// <summary>Notes what happened; what comes after the first so many is left out.</summary>
    public void Add(string kind, string text, string? node, string? giver = null)
    {
        if (_happened.Count < MostHappenings)
        {
            _happened.Add(new HappeningDocument(_happened.Count + 1, clock.Date.ToUnixTimeMilliseconds(), kind, text, node,
                experiment)
            { Giver = giver });
        }
    }

    public void BeginStoring() => StoreBegun = clock.Now;

    /// <summary>A checkpoint is durable.</summary>
    public CheckpointDocument EndStoring(int iteration, ChunkRecord[] chunks, TimeSpan interval) =>
        Stored = Describe(iteration, chunks, interval);

    /// <summary>A checkpoint as the store has taken it until now.</summary>
    public CheckpointDocument Describe(int iteration, ChunkRecord[] chunks, TimeSpan interval) => new(
        iteration,
        clock.Date.ToUnixTimeMilliseconds(),
        chunks.Sum(chunk => (long)chunk.Length),
        (clock.Now - StoreBegun).TotalSeconds,
        interval.TotalSeconds);

    /// <summary>Ends the stretch, and begins the next.</summary>
    public StretchRecord Take(SpanLedger ledger, bool isEnd, CheckpointDocument? checkpoint = null)
    {
        var (from, to, spans) = ledger.TakeStretch(clock.Now, isEnd, clock.ToDate);
        var happened = _happened.ToArray();
        _happened.Clear();
        return new StretchRecord(from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), spans, happened,
            checkpoint ?? Stored);
    }
}
