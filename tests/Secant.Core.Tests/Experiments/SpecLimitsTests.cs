using Secant.Core.Experiments;
using Xunit;

namespace Secant.Core.Tests.Experiments;

public sealed class SpecLimitsTests
{
    private static readonly ExperimentSpec Spec = new() { Iterations = 0, BatchSize = 1, LearningRate = 1e-300, HiddenSize = 1 };

    [Fact]
    public void Limits_should_accept_the_smallest_and_the_largest_of_everything()
    {
        var limits = new SpecLimits();
        limits.Check(Spec with { Step = 1e-8 });
        limits.Check(Spec with
        {
            Iterations = limits.Iterations,
            BatchSize = limits.BatchSize,
            LearningRate = double.MaxValue,
            HiddenSize = limits.HiddenSize,
            Step = 1,
            EvaluateEvery = 1,
        });
    }

    [Fact]
    public void Limits_should_count_every_parameter_of_the_net()
    {
        // 784 x 10 + 10 + 10 x 10 + 10 = 7,960.
        new SpecLimits { Parameters = 7_960 }.CheckNet(Spec with { HiddenSize = 10 }, 784, 10);
        var fault = Assert.Throws<SecantException>(
            () => new SpecLimits { Parameters = 7_959 }.CheckNet(Spec with { HiddenSize = 10 }, 784, 10));
        Assert.Equal(Failure.Usage, fault.Failure);
        Assert.Contains("7960 parameters", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_should_not_overflow_on_the_largest_hidden_size() =>
        Assert.Throws<SecantException>(
        () => new SpecLimits().CheckNet(Spec with { HiddenSize = int.MaxValue }, int.MaxValue / 2, 256));

    [Fact]
    public void Net_should_be_refused_when_a_layer_is_longer_than_an_array_however_high_the_limit_is()
    {
        var limits = new SpecLimits { Parameters = long.MaxValue };
        limits.CheckNet(Spec with { HiddenSize = 2_739_137 }, 784, 10);
        var fault = Assert.Throws<SecantException>(() => limits.CheckNet(Spec with { HiddenSize = 2_739_138 }, 784, 10));
        Assert.Contains("makes 2147484192 weights in one layer: expected at most 2147483591", fault.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.9e-8)]
    [InlineData(1.1)]
    [InlineData(0)]
    [InlineData(-1e-4)]
    [InlineData(double.NaN)]
    public void Limits_should_refuse_a_step_that_is_out_of_range(double step) =>
        Assert.Equal(Failure.Usage,
        Assert.Throws<SecantException>(() => new SpecLimits().Check(Spec with { Step = step })).Failure);

    [Fact]
    public void Limits_should_refuse_an_evaluation_every_0_iterations() =>
        Assert.Throws<SecantException>(() => new SpecLimits().Check(Spec with { EvaluateEvery = 0 }));
}
