using Secant.Lab.Contracts;

namespace Secant.Lab.Diagnosis;

/// <summary>The last happenings of a lab, so many and no more.</summary>
/// <param name="capacity">How many are kept.</param>
public sealed class HappeningRing(int capacity)
{
    private readonly Queue<HappeningDocument> _kept = new(capacity);
    private long _count;

    /// <summary>Keeps a happening, and drops the oldest where there is no room.</summary>
    public HappeningDocument Add(DateTimeOffset at, string kind, string text, string? node = null, string? experiment = null,
        string? giver = null)
    {
        if (_kept.Count == capacity)
        {
            _kept.Dequeue();
        }

        var happening = new HappeningDocument(++_count, at.ToUnixTimeMilliseconds(), kind, text, node,
            experiment)
        { Giver = giver };
        _kept.Enqueue(happening);
        return happening;
    }

    /// <summary>Those after a number, the newest of them first, at most so many.</summary>
    public IReadOnlyList<HappeningDocument> After(long number, int most) =>
        [.. _kept.Reverse().TakeWhile(happening => happening.Number > number).Take(most)];
}
