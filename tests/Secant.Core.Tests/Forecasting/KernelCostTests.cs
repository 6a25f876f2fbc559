using Secant.Core.Experiments;
using Secant.Core.Forecasting;
using Secant.Core.Networks;
using Xunit;

namespace Secant.Core.Tests.Forecasting;

public sealed class KernelCostTests
{
    private static readonly ExperimentSpec Spec =
        new() { Iterations = 100, BatchSize = 32, LearningRate = 0.05, HiddenSize = 50 };

    private static readonly KernelCosts Costs = new()
    {
        Group = 0.001,
        GroupSample = 0.0001,
        Forward = 2e-6,
        Sample = 1e-5,
        Image = 3e-6,
        Opening = 0.01,
    };

    [Theory]
    [InlineData(1, 32, 50, 7 * 0.0042, 14e-6, 3e-6, 0.07)]
    [InlineData(2, 32, 50, 4 * 0.0042, 7e-6, 1.5e-6, 0.04)]
    [InlineData(2, 64, 50, 4 * 0.0074, 7e-6, 1.5e-6, 0.04)]
    [InlineData(2, 32, 5_000, 313 * 0.0042, 625e-6, 1.5e-6, 3.13)]
    public void Run_should_cost_what_counting_gives(int cores, int batch, int hidden, double compute, double forward,
        double image, double opening)
    {
        var sample = Costs.Of(Spec with { BatchSize = batch }, new NetShape(784, hidden, 10), cores, 0.5, null);
        Assert.Equal(compute, sample.Compute, 9);
        Assert.Equal(forward, sample.Forward, 12);
        Assert.Equal(image, sample.FirstUse, 12);
        Assert.Equal(opening, sample.Opening, 9);
        Assert.Equal(batch * 1e-5, sample.Overhead - Costs.Of(Spec with { BatchSize = 0 }, new NetShape(784, hidden, 10), cores,
            0.5, null).Overhead, 9);
        Assert.Equal((cores, 0.5), (sample.Cores, sample.Starting));
    }

    [Fact]
    public void Run_of_the_naive_kernel_should_cost_what_the_book_does() =>
        Assert.Equal(1.5, Costs.Of(Spec, new NetShape(784, 50, 10), 2, 0, naive: 3).Compute);

    [Theory]
    [InlineData(0.0003, KernelSampler.MostSteps)]
    [InlineData(0.004, 2)]
    [InlineData(0.006, 1)]
    [InlineData(7, 1)]
    public void Step_should_be_done_as_often_as_the_budget_has_room_for(double seconds, int times)
    {
        var steps = 0;
        var sampler = new KernelSampler(step =>
        {
            step();
            return seconds;
        });
        Assert.Equal(seconds, sampler.Least(() => steps++, budget: 0.01));
        Assert.Equal(times, steps);
    }

    [Fact]
    public void Step_should_count_by_its_quickest_time()
    {
        var times = new Queue<double>([0.005, 0.001, 0.002, 0.0015, 0.9]);
        Assert.Equal(0.001, new KernelSampler(_ => times.Dequeue()).Least(() => { }, 0.0106));
        Assert.Empty(times);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(50_000)]
    public void Sample_should_do_the_same_few_steps_at_any_size(int hidden)
    {
        // Six parts in the order of the sampler: a pass of 4 samples, of 64, forward, what is shared, images, a group.
        var seconds = new Queue<double>([4, 64, 32, 6.4, 0.64, 5]);
        var sampler = new KernelSampler(step =>
        {
            step();
            return seconds.Dequeue();
        });
        var costs = sampler.Sample(Spec with { HiddenSize = hidden },
            MadeUpData.Set(1, 28, 28, train: 100, test: 1, classes: 10), KernelSampler.Budget);
        Assert.Empty(seconds);
        var groups = Math.Min(8, (hidden + 7) / 8);
        Assert.Equal(0, costs.Group, 9);
        Assert.Equal(1.0 / groups, costs.GroupSample, 9);
        Assert.Equal(0.5 / groups, costs.Forward, 9);
        Assert.Equal((0.1, 0.01, 5), (costs.Sample, costs.Image, costs.Opening));
    }
}
