using Secant.Core.Experiments;
using Xunit;

namespace Secant.Core.Tests.Experiments;

public sealed class EvaluationScheduleTests
{
    private static readonly ExperimentSpec Spec =
        new() { Iterations = 100, BatchSize = 4, LearningRate = 0.1, HiddenSize = 5, EvaluateEvery = 10 };

    [Theory]
    [InlineData(1, true, 0.1, 0.1)]
    [InlineData(1, false, 0.1, 0.2)]
    [InlineData(2, false, 0.1, 0.1)]
    [InlineData(2, true, 0.1, 0.3, 0.2, 0.3)]
    [InlineData(2, false, 0.1, 0.3, 0.2, 0.4)]
    [InlineData(3, false, 0.1, 0.3, 0.2, 0.3)]
    [InlineData(3, true, 0.5, 0.3, 0.2, 0.1)]
    public void Run_should_end_at_a_point_when_as_many_as_asked_for_brought_nothing_better(int patience, bool isLast,
    params double[] accuracies)
    {
        CurvePoint[] curve = [.. accuracies.Select((accuracy, at) => new CurvePoint(at * 10, null, accuracy))];

        Assert.Equal(isLast, EvaluationSchedule.IsLast(Spec with { StopWhenFlat = patience }, curve[^1].Iteration, curve));
        Assert.False(EvaluationSchedule.IsLast(Spec, curve[^1].Iteration, curve));
        Assert.False(EvaluationSchedule.IsLast(Spec with { StopWhenFlat = patience }, curve[^1].Iteration + 1, curve));
        Assert.True(EvaluationSchedule.IsLast(Spec with { StopWhenFlat = patience }, Spec.Iterations, curve));
    }

    [Theory]
    [InlineData(100, 50, 5)]
    [InlineData(101, 50, 6)]
    [InlineData(7, 50, 1)]
    [InlineData(0, 50, 1)]
    [InlineData(100, 2_000, 20)]
    public void Interval_should_be_a_part_of_the_run(int iterations, int hidden, int interval) =>
        Assert.Equal(interval,
        EvaluationSchedule.Interval(Spec with { Iterations = iterations, HiddenSize = hidden, EvaluateEvery = null }));
}
