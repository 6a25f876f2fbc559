using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Networks.Kernels;
using Xunit;

namespace Secant.Core.Tests.Networks;

/// <summary>The incremental kernel against the same central difference in 79 digits.</summary>
public sealed class CentralDifferenceTests(ITestOutputHelper output)
{
    public static TheoryData<Activation, InputScale, double> Steps
    {
        get
        {
            var data = new TheoryData<Activation, InputScale, double>();
            foreach (var activation in Enum.GetValues<Activation>())
            {
                foreach (var scale in Enum.GetValues<InputScale>())
                {
                    foreach (var step in new[] { 1e-8, 1e-6, 1e-4, 1e-2, 1 })
                    {
                        data.Add(activation, scale, step);
                    }
                }
            }

            return data;
        }
    }

    // 11 units leave five lanes of the second group empty.
    [Theory]
    [MemberData(nameof(Steps))]
    public void Incremental_should_be_the_exact_central_difference_at_any_step(Activation activation, InputScale scale,
    double step)
    {
        var shape = new NetShape(16, 11, 3);
        var parameters = Trial.Draw(1, shape, scale == InputScale.Raw ? 0.004 : 0.7, 0.8);
        var trial = new Trial(activation, scale, step, parameters, MadeUpData.Images(2, 4, 4, 6, shape.Classes));

        output.WriteLine($"largest difference: {trial.AssertExact():E2} of the largest partial derivative");
    }

    [Theory]
    [InlineData(0.0312)]
    [InlineData(0.03125)]
    [InlineData(0.0313)]
    public void Incremental_should_be_exact_on_both_sides_of_the_limit_for_small_moves(double step)
    {
        var shape = new NetShape(9, 8, 3);
        var trial = new Trial(
            Activation.Sigmoid, InputScale.Unit, step, Trial.Draw(13, shape, 0.3, 1),
                MadeUpData.Images(14, 3, 3, 6, shape.Classes));

        output.WriteLine($"largest difference: {trial.AssertExact():E2}");
    }

    [Theory]
    [InlineData(Activation.Sigmoid, 2)]
    [InlineData(Activation.Sigmoid, 10)]
    [InlineData(Activation.Relu, 2)]
    [InlineData(Activation.Relu, 10)]
    public void Incremental_should_be_exact_for_any_number_of_classes(Activation activation, int classes)
    {
        var shape = new NetShape(9, 8, classes);
        var trial = new Trial(
            activation, InputScale.Unit, 1e-4, Trial.Draw(3, shape, 1, 1),
                MadeUpData.Images(4, 3, 3, Math.Max(classes, 4), classes));

        output.WriteLine($"largest difference: {trial.AssertExact():E2}");
    }

    [Theory]
    [InlineData(1e-4)]
    [InlineData(1)]
    public void Incremental_should_be_exact_for_256_classes(double step)
    {
        var shape = new NetShape(4, 3, 256);
        var images = new ImageSet(2, 2, [0, 255, 7, 1, 64, 0, 0, 255], [255, 0]);
        var trial = new Trial(Activation.Sigmoid, InputScale.Unit, step, Trial.Draw(5, shape, 1, 1), images);

        output.WriteLine($"largest difference: {trial.AssertExact([0, 3, 5, 8, 11, 12, 14, .. trial.SampledIndices(6, 30)]):E2}");
    }

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Relu)]
    public void Incremental_should_be_exact_with_every_degree_of_the_series_and_without_one(Activation activation)
    {
        var shape = new NetShape(4, 2, 3);
        var images = new ImageSet(2, 2, [0, 255, 7, 1, 64, 0, 0, 255, 3, 3, 255, 200], [1, 0, 2]);
        var weightDegrees = new SortedSet<int>();
        var logitDegrees = new SortedSet<int>();
        var slope = activation == Activation.Relu ? 1 : 0.25;

        // From far below the last bit to beyond the longest series, in small steps where the degrees lie close together.
        double[] exponents =
        [
            .. Enumerable.Range(0, 80).Select(n => Math.Pow(10, -18 + (n * 0.2))),
            .. Enumerable.Range(0, 80).Select(n => 0.006 + (n * 0.002)),
            0.5, 1,
        ];
        foreach (var exponent in exponents)
        {
            // Outgoing weights of one size, so that their spread, and with it the group's degree, is known beforehand.
            var size = exponent / (slope * 1e-2 * 2);
            weightDegrees.Add(LossSeries.DegreeFor(slope * 1e-2 * (size - -size)));
            new Trial(activation, InputScale.Unit, 1e-2, Spread(Trial.Draw(7, shape, 0.5, 1), size), images).AssertExact();
        }

        foreach (var step in exponents.Where(exponent => exponent >= 1e-8))
        {
            logitDegrees.Add(LossSeries.DegreeFor(step));
            new Trial(activation, InputScale.Unit, step, Spread(Trial.Draw(7, shape, 0.3, 1), 0.5), images).AssertExact();
        }

        output.WriteLine($"degrees {string.Join(' ', weightDegrees)} of hidden units, {string.Join(' ', logitDegrees)} of "
            + "logits");
        Assert.Contains(LossSeries.FullPath, weightDegrees);
        Assert.Contains(LossSeries.FullPath, logitDegrees);
        Assert.Equal(Enumerable.Range(0, LossSeries.LargestDegree + 1), weightDegrees);
        Assert.Equal(Enumerable.Range(3, LossSeries.LargestDegree - 2), logitDegrees.Skip(1));

        Parameters Spread(Parameters parameters, double size)
        {
            for (var i = 0; i < parameters.OutputWeights.Length; i++)
            {
                parameters.OutputWeights[i] = (i % 3) switch { 0 => size, 1 => -size, _ => size / 3 };
            }

            return parameters;
        }
    }

    [Theory]
    [InlineData(1e-8)]
    [InlineData(1e-4)]
    [InlineData(0.5)]
    public void Incremental_should_be_exact_at_and_across_the_kink_of_a_relu(double step)
    {
        // Dyadic inputs and weights, so that every pre-activation is exact and the kink is where it should be.
        var shape = new NetShape(4, 9, 3);
        var images = new ImageSet(2, 2, [0, 128, 64, 0, 0, 128, 0, 0], [1, 2]);
        var parameters = Trial.Draw(8, shape, 0, 1);
        var move = 128 * step;
        double[] places = [0, move, -move, move / 2, -move / 2, move / 8, -2 * move, 2 * move, double.Epsilon];
        places.CopyTo(parameters.HiddenBiases, 0);

        var trial = new Trial(Activation.Relu, InputScale.Raw, step, parameters, images);

        output.WriteLine($"largest difference: {trial.AssertExact():E2}");
    }

    [Theory]
    [InlineData(1e-8)]
    [InlineData(1e-4)]
    [InlineData(1)]
    public void Incremental_should_be_exact_for_saturated_sigmoids(double step)
    {
        var shape = new NetShape(4, 8, 3);
        var parameters = Trial.Draw(9, shape, 0.1, 1);
        double[] places = [40, -40, 300, -300, 800, -800, 18, -36];
        places.CopyTo(parameters.HiddenBiases, 0);
        var images = new ImageSet(2, 2, [0, 255, 64, 0, 0, 128, 0, 3], [1, 2]);

        new Trial(Activation.Sigmoid, InputScale.Unit, step, parameters, images).AssertExact();
        new Trial(Activation.Sigmoid, InputScale.Raw, step, parameters, images).AssertExact();
    }

    [Fact]
    public void Incremental_should_keep_its_digits_when_all_sigmoids_are_saturated()
    {
        var shape = new NetShape(4, 8, 3);
        var parameters = Trial.Draw(9, shape, 0.1, 1);
        double[] places = [40, -40, 45, -41, 48, -50, 44, -43];
        places.CopyTo(parameters.HiddenBiases, 0);
        var images = new ImageSet(2, 2, [0, 255, 64, 0, 0, 128, 0, 3], [1, 2]);
        var trial = new Trial(Activation.Sigmoid, InputScale.Unit, 1e-4, parameters, images);

        // W1 and b1 alone: their partial derivatives are 1e-18 and less.
        output.WriteLine($"largest difference: {trial.AssertExact(trial.AllIndices().Take((4 * 8) + 8)):E2}");
    }

    [Theory]
    [InlineData(Activation.Sigmoid, 1e-4)]
    [InlineData(Activation.Sigmoid, 1)]
    [InlineData(Activation.Relu, 1e-8)]
    [InlineData(Activation.Relu, 1e-4)]
    public void Incremental_should_keep_its_digits_where_the_net_is_very_sure(Activation activation, double step)
    {
        // All samples are of class 0, whose logit is 30 above the others: p of the label is within 1e-12 of 1.
        var shape = new NetShape(4, 8, 3);
        var parameters = Trial.Draw(10, shape, 0.5, 0.1);
        parameters.OutputBiases[0] = 30;
        var images = new ImageSet(2, 2, [0, 255, 64, 0, 0, 128, 0, 3], [0, 0]);

        output.WriteLine($"largest difference: "
            + $"{new Trial(activation, InputScale.Unit, step, parameters, images).AssertExact():E2}");
    }

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Relu)]
    public void Incremental_should_be_exact_where_probabilities_underflow(Activation activation)
    {
        // Logits 1000 apart: the softmax of all but one class is 0 as a double, and a step of 1 in W2 changes which one.
        var shape = new NetShape(4, 8, 3);
        var parameters = Trial.Draw(11, shape, 4, 1.5);
        double[] biases = [1000, 0, -1000];
        biases.CopyTo(parameters.OutputBiases, 0);
        var images = new ImageSet(2, 2, [0, 255, 64, 0, 0, 128, 0, 3, 90, 255, 255, 255], [1, 2, 0]);

        new Trial(activation, InputScale.Unit, 1, parameters, images).AssertExact();
        new Trial(activation, InputScale.Raw, 1, parameters, images).AssertExact();
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Incremental_should_be_exactly_zero_for_a_pixel_that_is_zero_in_all_images(Activation activation, InputScale scale,
    double step)
    {
        var shape = new NetShape(16, 11, 3);
        var trial = new Trial(activation, scale, step, Trial.Draw(1, shape, 0.1, 0.8),
            MadeUpData.Images(2, 4, 4, 6, shape.Classes));

        Assert.All(trial.Incremental().HiddenWeights[..11], g => Assert.Equal(0, BitConverter.DoubleToInt64Bits(g)));
    }
}
