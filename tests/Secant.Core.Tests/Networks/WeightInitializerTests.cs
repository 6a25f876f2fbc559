using Secant.Core.Experiments;
using Secant.Core.Networks;
using Xunit;

namespace Secant.Core.Tests.Networks;

public sealed class WeightInitializerTests
{
    private static readonly NetShape Shape = new(784, 200, 10);

    // W1 has 784 inputs a unit, W2 has 200.
    [Theory]
    [InlineData("normal:0.01", 0.01, 0.01)]
    [InlineData("normal:2", 2, 2)]
    [InlineData("xavier", 0.0357142857142857, 0.0707106781186548)]
    [InlineData("he", 0.0505076272276105, 0.1)]
    public void Weights_should_have_the_mean_and_deviation_of_their_rule(string rule, double hidden, double output)
    {
        var (incoming, outgoing) = Draw(1, rule);

        AssertNormal(incoming, hidden);
        AssertNormal(outgoing, output);
    }

    [Fact]
    public void Weights_should_change_with_the_seed_and_from_unit_to_unit()
    {
        var (incoming, outgoing) = Draw(1, "he");
        var (otherIncoming, otherOutgoing) = Draw(2, "he");

        Assert.Equal(incoming.Length + outgoing.Length, incoming.Concat(outgoing).Distinct().Count());
        Assert.Empty(incoming.Concat(outgoing).Intersect(otherIncoming.Concat(otherOutgoing)));
    }

    [Fact]
    public void Weights_should_not_change_when_units_are_added()
    {
        var first = new double[784];
        var second = new double[784];
        new WeightInitializer(Spec(1, "normal:0.01"), Shape).IncomingWeights(7, first);
        new WeightInitializer(Spec(1, "normal:0.01"), Shape with { Hidden = 4_000 }).IncomingWeights(7, second);

        Assert.Equal(first, second);
    }

    private static void AssertNormal(double[] weights, double deviation)
    {
        // Five standard errors of each.
        var mean = weights.Average();
        var variance = weights.Sum(weight => (weight - mean) * (weight - mean)) / weights.Length;
        Assert.Equal(0, mean, 5 * deviation / Math.Sqrt(weights.Length));
        Assert.Equal(1, Math.Sqrt(variance) / deviation, 5 / Math.Sqrt(2.0 * weights.Length));
    }

    private static (double[] Incoming, double[] Outgoing) Draw(ulong seed, string rule)
    {
        var initializer = new WeightInitializer(Spec(seed, rule), Shape);
        var incoming = new double[Shape.Inputs * Shape.Hidden];
        var outgoing = new double[Shape.Hidden * Shape.Classes];
        for (var unit = 0; unit < Shape.Hidden; unit++)
        {
            initializer.IncomingWeights(unit, incoming.AsSpan(unit * Shape.Inputs, Shape.Inputs));
            initializer.OutgoingWeights(unit, outgoing.AsSpan(unit * Shape.Classes, Shape.Classes));
        }

        return (incoming, outgoing);
    }

    private static ExperimentSpec Spec(ulong seed, string rule)
    {
        Assert.True(Initialization.TryParse(rule, out var initialization));
        return new()
        {
            Iterations = 0,
            BatchSize = 1,
            LearningRate = 1,
            HiddenSize = Shape.Hidden,
            Seed = seed,
            Initialization = initialization,
        };
    }
}
