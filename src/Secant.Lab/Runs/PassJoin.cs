using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Slicing;

namespace Secant.Lab.Runs;

/// <summary>Joins the partial logits of a pass, and knows since when they are waited for.</summary>
internal sealed class PassJoin(RunContext run, SparseImageSet train)
{
    private readonly BatchSchedule _batches = new(run.Spec.Seed, run.Spec.BatchSize, train.Count);
    private SubtreeSums _sums = new(run.Shape.Groups);
    private Reminder? _reminder;

    /// <summary>The logits of the last pass that was joined.</summary>
    public double[] Logits { get; private set; } = [];

    /// <summary>The loss that they give.</summary>
    public double Loss { get; private set; }

    /// <summary>When the pass under way was begun.</summary>
    public DateTimeOffset Begun { get; private set; }

    /// <summary>False where something beside passes holds it up, or none was begun yet.</summary>
    public bool IsTimed { get; private set; }

    /// <summary>When nodes are asked for it again.</summary>
    public DateTimeOffset? Due => _reminder?.Due;

    public bool Strikes(DateTimeOffset now) => _reminder?.Strikes(now) == true;

    /// <summary>Adds what a node delivered. False if it differs from what another did.</summary>
    public bool Add(IReadOnlyList<PartialLogits> partials) => partials.All(partial => _sums.Add(partial.Node, partial.Values));

    /// <summary>Everything has been delivered: takes the logits and their loss.</summary>
    public void Join(int iteration)
    {
        Logits = _sums.Total()!;
        var labels = Array.ConvertAll(_batches.Indices(iteration), index => train.Label(index));
        Loss = BatchLoss.Mean(labels, Logits, run.Shape.Classes);
    }

    /// <summary>The next pass is begun.</summary>
    public void Begin(DateTimeOffset now, bool isTimed)
    {
        IsTimed = isTimed;
        Begun = now;
        _reminder = new Reminder(now, Reminder.AskAgainAfter * run.Clock.Deadline(now));
        _sums = new SubtreeSums(run.Shape.Groups);
    }
}
