using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Xunit;

namespace Secant.Core.Tests.Networks;

/// <summary>The incremental kernel against the book's two whole forward passes, and against backpropagation.</summary>
public sealed class NaiveAgreementTests(ITestOutputHelper output)
{
    // The naive difference's own noise: the last bits of two losses, over 2h. 5e-11 at h 1e-4.
    private static double Noise(double step) => 5e-15 / step;

    [Theory]
    [InlineData(Activation.Sigmoid, InputScale.Unit, 1e-4)]
    [InlineData(Activation.Sigmoid, InputScale.Unit, 1e-2)]
    [InlineData(Activation.Sigmoid, InputScale.Raw, 1e-6)]
    [InlineData(Activation.Sigmoid, InputScale.Raw, 1e-4)]
    [InlineData(Activation.Relu, InputScale.Unit, 1e-4)]
    [InlineData(Activation.Relu, InputScale.Unit, 1)]
    [InlineData(Activation.Relu, InputScale.Raw, 1e-4)]
    [InlineData(Activation.Relu, InputScale.Raw, 1e-2)]
    public void Incremental_should_agree_with_naive_on_every_parameter_of_a_small_net(Activation activation, InputScale scale,
    double step)
    {
        var shape = new NetShape(25, 19, 10);
        var parameters = Trial.Draw(1, shape, scale == InputScale.Raw ? 0.003 : 0.5, 0.5);
        var trial = new Trial(activation, scale, step, parameters, MadeUpData.Images(2, 5, 5, 12, shape.Classes));

        AssertAgreement(trial, trial.AllIndices());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-5)]
    [InlineData(-1e-5)]
    [InlineData(0.0128)]
    [InlineData(-0.0128)]
    [InlineData(0.01)]
    public void Incremental_should_agree_with_naive_near_and_across_the_kink_of_a_relu(double place)
    {
        var shape = new NetShape(4, 9, 3);
        var parameters = Trial.Draw(3, shape, 0, 1);
        Array.Fill(parameters.HiddenBiases, place);
        var images = new ImageSet(2, 2, [0, 128, 64, 255, 0, 128, 1, 0], [1, 2]);
        var trial = new Trial(Activation.Relu, InputScale.Raw, 1e-4, parameters, images);

        AssertAgreement(trial, trial.AllIndices());
    }

    [Theory]
    [InlineData(Activation.Sigmoid, InputScale.Unit)]
    [InlineData(Activation.Sigmoid, InputScale.Raw)]
    [InlineData(Activation.Relu, InputScale.Unit)]
    [InlineData(Activation.Relu, InputScale.Raw)]
    public async Task Incremental_should_agree_with_naive_on_500_parameters_of_a_net_of_50_on_digits(Activation activation,
    InputScale scale)
    {
        var data = await new DataCatalogue().LoadAsync("mnist-10k", cancellation: TestContext.Current.CancellationToken);
        var shape = new NetShape(data.Dimension, 50, data.Classes);
        var batch = new ImageSet(28, 28, data.Train.Pixels[..(32 * 784)].ToArray(), data.Train.Labels[..32].ToArray());
        var trial = new Trial(activation, scale, 1e-4, Trial.Draw(4, shape, scale == InputScale.Raw ? 0.01 : 0.05, 0.1), batch);

        AssertAgreement(trial, trial.SampledIndices(5, 500));
    }

    [Theory]
    [InlineData(Activation.Sigmoid, InputScale.Unit)]
    [InlineData(Activation.Sigmoid, InputScale.Raw)]
    [InlineData(Activation.Relu, InputScale.Unit)]
    [InlineData(Activation.Relu, InputScale.Raw)]
    public void Incremental_should_come_as_close_to_backpropagation_as_its_step_allows(Activation activation, InputScale scale)
    {
        // The central difference is off by h² f''' / 6, with a factor x³ for W1; a hundredth of the step, a ten-thousandth of
        // that.
        // No relu of this net is within 1e-6 x 255 of its kink, but some are within 1e-4 x 255.
        var shape = new NetShape(25, 19, 10);
        var parameters = Trial.Draw(6, shape, scale == InputScale.Raw ? 0.003 : 0.5, 0.5);
        var images = MadeUpData.Images(7, 5, 5, 12, shape.Classes);
        var largestInput = scale == InputScale.Raw ? 255 : 1;
        double[] steps = (activation, scale) == (Activation.Relu, InputScale.Raw) ? [1e-6, 1e-8] : [1e-4, 1e-6];
        foreach (var step in steps)
        {
            var trial = new Trial(activation, scale, step, parameters, images);
            var exact = trial.Backpropagated();
            var gradient = trial.Incremental();
            var difference = Oracle.AssertClose(
                trial.AllIndices(), shape, index => exact[index], index => gradient[index],
                largest => (1e-14 + Math.Pow(step * largestInput, 2)) * largest);
            output.WriteLine($"h {step}: {difference:E2} of the largest partial derivative");
        }
    }

    private void AssertAgreement(Trial trial, IEnumerable<long> indices)
    {
        var gradient = trial.Incremental();
        var difference = Oracle.AssertClose(
            indices, gradient.Shape, trial.Naive, index => gradient[index], _ => Noise(trial.Spec.Step));
        output.WriteLine($"largest difference: {difference:E2} of the largest partial derivative");
    }
}
