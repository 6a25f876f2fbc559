using Secant.Core.Experiments;
using Secant.Core.Sweeps;
using Xunit;

namespace Secant.Core.Tests.Sweeps;

public sealed class SweepPlanTests
{
    private static readonly ExperimentSpec Spec =
        new() { Iterations = 100, BatchSize = 32, LearningRate = 0.05, HiddenSize = 50 };

    [Fact]
    public void Row_written_twice_should_take_the_next_seeds()
    {
        var plan = SweepPlan.Of("s", [(Spec, 2), (Spec with { HiddenSize = 75 }, 2), (Spec, 3)]);
        Assert.Equal([1, 2, 3], plan.Rows.Select(row => row.Number));
        Assert.Equal([[1, 2], [1, 2], [3, 4, 5]], plan.Rows.Select(row => row.Seeds.ToArray()));
        Assert.Equal(7, plan.Runs.Select(run => run.Spec).Distinct().Count());
    }

    [Fact]
    public void Row_should_start_at_its_own_seed_and_go_round_at_the_last()
    {
        var plan = SweepPlan.Of(null, [(Spec with { Seed = ulong.MaxValue }, 2)]);
        Assert.Equal([ulong.MaxValue, 0UL], Assert.Single(plan.Rows).Seeds);
    }
}
