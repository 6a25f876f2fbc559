using Secant.Core.Experiments;

namespace Secant.Lab.Contracts;

/// <summary>The points of a curve, put together from the events that each hold a part, so that a journal grows with the run and
/// not with its square.</summary>
internal sealed class LearningCurve
{
    private readonly List<CurvePoint> _points = [];

    /// <summary>In order of their iterations.</summary>
    public IReadOnlyList<CurvePoint> Points => _points;

    /// <param name="events">An experiment's own, in order.</param>
    public static LearningCurve Of(IEnumerable<IExperimentEvent> events)
    {
        var curve = new LearningCurve();
        foreach (var entry in events)
        {
            curve.Extend(entry);
        }

        return curve;
    }

    /// <summary>Takes an event's points: they stand in place of those known from the first of them on, as after a return to an
    /// older checkpoint.</summary>
    public void Extend(IExperimentEvent entry)
    {
        var progress = entry switch
        {
            CheckpointCommitted e => e.Progress,
            ExperimentCompleted e => e.Progress,
            ExperimentFailed e => e.Progress,
            _ => null,
        };
        if (progress?.Curve is [var first, ..] part)
        {
            CutAfter(first.Iteration - 1);
            _points.AddRange(part);
        }
    }

    /// <summary>Forgets what came later.</summary>
    public void CutAfter(int iteration) => _points.RemoveAll(point => point.Iteration > iteration);
}
