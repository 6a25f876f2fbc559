using System.Diagnostics;
using Secant.Core.Networks;
using Secant.Core.Slicing;

namespace Secant.Lab.Runs;

/// <summary>A job: to be run by one thread at a time, before the holder is given anything else to do.</summary>
internal delegate IReadOnlyList<HolderReport> HolderJob();

/// <summary>
/// What a worker holds of one life of an experiment, without threads or messages: what it owns, and what it is opening. What it
/// is told to do it returns as a job.
/// </summary>
/// <param name="trainer">Computes with the slices.</param>
/// <param name="batchSize">Samples a pass.</param>
internal sealed class SliceHolder(SliceTrainer trainer, int batchSize)
{
    // Samples times units that an opening replays in one job: about a millisecond, so that handing out jobs costs little beside
    // it and a pass that comes in waits no longer.
    private const int ReplayedInOneJob = 4096;

    private readonly SortedDictionary<int, Opening> _openings = [];
    private IReadOnlyList<Slice> _owned = [];
    private int _lastPass = -1;
    private int _forgotten = -1;

    /// <summary>Begins an opening, from the seed or from values that are still to come. To be told of it twice changes
    /// nothing.</summary>
    /// <returns>Its answer once more if it has nothing left to do; else null.</returns>
    public HolderJob? Open(int number, GroupRange range, int iteration, bool isFromSeed)
    {
        if (number <= _forgotten)
        {
            return null;
        }

        if (_openings.TryGetValue(number, out var known))
        {
            return known is { HasWork: false, Slice: { } slice }
                ? () => [Answer([slice], known.Partials, 0) with { Opening = number }] : null;
        }

        _openings.Add(number, new Opening(range, iteration, isFromSeed));
        return null;
    }

    /// <summary>An opening; null if it was dropped since.</summary>
    public Opening? Find(int number) => _openings.GetValueOrDefault(number);

    /// <summary>
    /// A pass with the ranges that are owned from now on. Openings that are not named are dropped; the others get the logits
    /// queued.
    /// </summary>
    /// <returns>Null if nothing is owned; the answer once more if this pass is the last that was made.</returns>
    /// <exception cref="InvalidOperationException">A range is not held at the iteration.</exception>
    public HolderJob? Pass(int iteration, IReadOnlyList<GroupRange> ranges, IReadOnlyCollection<int> openings, double[] logits)
    {
        if (iteration <= _lastPass)
        {
            var made = _owned;
            return iteration == _lastPass && made is [{ Iteration: var at }, ..] && at == iteration + 1
                ? () => [Answer(made, trainer.Forward(made), 0)]
                : null;
        }

        _lastPass = iteration;
        var candidates = At(iteration);
        var owned = ranges.Count == 0 ? [] : Slice.Regroup(candidates, ranges);
        _owned = owned ?? throw new InvalidOperationException(
            $"pass {iteration} asks for {string.Join(", ", ranges)}, held are "
                + $"{string.Join(", ", candidates.Select(slice => slice.Range))}");
        foreach (var number in _openings.Keys.Except(openings).ToList())
        {
            Drop(number);
        }

        foreach (var opening in _openings.Values)
        {
            opening.AddMade(iteration, logits);
        }

        return owned.Count == 0 ? null : () =>
        {
            var started = Stopwatch.GetTimestamp();
            var result = trainer.Pass(owned, logits);
            return result.IsFinite
                ? [Answer(owned, result.Partials, Stopwatch.GetElapsedTime(started).TotalSeconds)]
                : [new HolderReport.Diverged(iteration)];
        };
    }

    /// <summary>The next step of an opening; null if none has anything to do.</summary>
    public HolderJob? Advance()
    {
        var (number, opening) = _openings.FirstOrDefault(opening => opening.Value.HasWork);
        return opening is null ? null : () =>
        {
            var work = 0L;
            do
            {
                if (!opening.Step(trainer))
                {
                    return [new HolderReport.Diverged(opening.Slice!.Iteration - 1)];
                }

                work += (long)batchSize * opening.Slice!.Range.Count * NetShape.GroupSize;
            }
            while (opening.HasWork && !opening.IsAtFirstPass && work < ReplayedInOneJob);

            // Beside passes it may never have nothing to do: that it has come as far as it was to is told all the same.
            return opening.HasWork && !opening.IsAtFirstPass ? []
                : [Answer([opening.Slice!], opening.Partials, 0) with { Opening = number }];
        };
    }

    /// <summary>Partial logits of consecutive images of all that is held at an iteration; null if that is nothing.</summary>
    public HolderJob? Evaluate(int iteration, bool test, int first, int count)
    {
        var slices = At(iteration);
        return slices.Count == 0
            ? null
            : () => [new HolderReport.Evaluated(iteration, test, first, trainer.Evaluate(slices, test, first, count))];
    }

    /// <summary>Copies of ranges at an iteration.</summary>
    /// <exception cref="InvalidOperationException">A range is not held at the iteration; thrown by the job.</exception>
    public HolderJob Copy(int iteration, IReadOnlyList<GroupRange> ranges)
    {
        var slices = At(iteration);
        return () => [.. ranges.Select(range => new HolderReport.Copied(
            iteration,
            range,
            Slice.CopyValues(slices, range)
                ?? throw new InvalidOperationException($"{range} is to be copied at iteration {iteration}, but is not held")))];
    }

    /// <summary>Drops all that is held.</summary>
    /// <param name="upTo">The number of the last opening begun before: an order that comes late leaves what is newer. Null drops
    /// all.</param>
    public void Forget(int? upTo = null)
    {
        if (upTo <= _forgotten)
        {
            return;
        }

        _forgotten = upTo ?? _forgotten;
        _owned = [];
        foreach (var number in _openings.Keys.ToList())
        {
            Drop(number);
        }
    }

    private void Drop(int number)
    {
        if (_openings.Remove(number, out var opening))
        {
            opening.Dispose();
        }
    }

    private static HolderReport.Answer Answer(IReadOnlyList<Slice> slices, IReadOnlyList<PartialLogits> partials,
        double computeSeconds) =>
        new(slices[0].Iteration, [.. slices.Select(slice => slice.Range)], partials, computeSeconds);

    private List<Slice> At(int iteration) =>
        [.. _owned.Concat(_openings.Values.Select(opening => opening.Slice).OfType<Slice>())
        .Where(slice => slice.Iteration == iteration)];
}
