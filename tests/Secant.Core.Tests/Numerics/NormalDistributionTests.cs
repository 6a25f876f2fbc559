using Secant.Core.Numerics;
using Xunit;

namespace Secant.Core.Tests.Numerics;

public sealed class NormalDistributionTests
{
    [Fact]
    public void Pair_should_be_two_independent_standard_normal_draws()
    {
        const int pairs = 100_000;
        double mean = 0, variance = 0, fourth = 0, together = 0;
        for (uint k = 0; k < pairs; k++)
        {
            var (first, second) = NormalDistribution.Pair(Philox.Draw(5, k, 0, 0, 0));
            mean += first + second;
            variance += (first * first) + (second * second);
            fourth += Math.Pow(first, 4) + Math.Pow(second, 4);
            together += first * second;
        }

        // Five standard errors each: 1, √2 and √96 over √(2 pairs), and 1 over √pairs.
        Assert.Equal(0, mean / (2 * pairs), 0.0112);
        Assert.Equal(1, variance / (2 * pairs), 0.0158);
        Assert.Equal(3, fourth / (2 * pairs), 0.11);
        Assert.Equal(0, together / pairs, 0.0158);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void Pair_should_be_finite_at_the_ends_of_the_words(uint word)
    {
        var (first, second) = NormalDistribution.Pair((word, word, word, word));

        Assert.True(double.IsFinite(first) && double.IsFinite(second));
        Assert.InRange(Math.Sqrt((first * first) + (second * second)), 0, 8.6);
    }
}
