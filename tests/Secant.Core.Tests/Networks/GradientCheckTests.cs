using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Networks.Checking;
using Xunit;

namespace Secant.Core.Tests.Networks;

public sealed class GradientCheckTests
{
    [Theory]
    [InlineData(Activation.Sigmoid, InputScale.Raw, 1e-4)]
    [InlineData(Activation.Relu, InputScale.Unit, 1e-4)]
    [InlineData(Activation.Relu, InputScale.Raw, 1e-6)]
    [InlineData(Activation.Sigmoid, InputScale.Unit, 1)]
    [InlineData(Activation.Relu, InputScale.Raw, 1)]
    public void Check_should_find_every_way_within_its_tolerance(Activation activation, InputScale scale, double step)
    {
        var spec = new ExperimentSpec
        {
            Iterations = 5,
            BatchSize = 6,
            LearningRate = 0.01,
            HiddenSize = 9,
            Activation = activation,
            Scale = scale,
            Step = step,
        };
        var rows = GradientCheck.Compare(spec, Digits(), TestContext.Current.CancellationToken).ToList();
        Assert.All(rows, row => Assert.True(row.Passed, row.ToString()));
        string[] edges = ["zero pixel", "bias", "output bias", "relu at its kink", "saturated sigmoid", "big step, h 1", "small step, h 1e-8"];
        Assert.Subset(rows.Select(row => row.Case).ToHashSet(), edges.Append("initial net").Append("after 5 passes").ToHashSet());
        Assert.Equal(step < 1e-2, rows.Any(row => row is { Case: "initial net", FirstWay: "backprop" }));
    }

    [Theory]
    [InlineData(0, "W1[0,0]")]
    [InlineData(7, "W1[1,2]")]
    [InlineData(15, "b1[0]")]
    [InlineData(20, "W2[0,0]")]
    [InlineData(23, "W2[1,1]")]
    [InlineData(30, "b2[0]")]
    [InlineData(31, "b2[1]")]
    public void Name_should_say_where_a_parameter_stands(long index, string name) =>
        Assert.Equal(name, ParameterName.Of(new NetShape(Inputs: 3, Hidden: 5, Classes: 2), index));

    [Theory]
    [InlineData(1, 1.5, 0.5, true)]
    [InlineData(1, 1.5, 0.4, false)]
    [InlineData(double.NaN, 1, 1, false)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, 1, false)]
    public void Comparison_should_pass_only_within_its_tolerance(double first, double second, double tolerance, bool passed) =>
        Assert.Equal(passed, new GradientComparison("", "", "", 1, "", first, second, tolerance).Passed);

    [Fact]
    public void Sample_should_reach_every_array_and_hold_no_index_twice()
    {
        var shape = new NetShape(784, 50, 10);
        var sample = GradientCheck.Sample(shape, 500, seed: 3);
        Assert.Equal(sample.Distinct(), sample);
        Assert.InRange(sample.Length, 400, 500);
        Assert.Equal(["W1", "b1", "W2", "b2"], sample.Select(index => ParameterName.Of(shape, index).Split('[')[0]).Distinct());
    }

    private static DataSet Digits()
    {
        var random = new Random(5);
        ImageSet Make(int count)
        {
            var pixels = new byte[count * 12];
            random.NextBytes(pixels);
            return new ImageSet(3, 4, pixels, [.. Enumerable.Range(0, count).Select(i => (byte)(i % 3))]);
        }

        return new DataSet("made up", "", Make(20), Make(5));
    }
}
