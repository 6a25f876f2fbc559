using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Networks.Kernels;
using Secant.Core.Numerics;
using Secant.Core.Training;
using Xunit;

namespace Secant.Core.Tests.Networks;

public sealed class GroupKernelTests
{
    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Relu)]
    public void Empty_lanes_should_stay_zero_when_the_group_descends(Activation activation)
    {
        var shape = new NetShape(16, 11, 3);
        var trial = new Trial(
            activation, InputScale.Unit, 1e-4, Trial.Draw(1, shape, 0.5, 0.5), MadeUpData.Images(2, 4, 4, 6, shape.Classes));
        var kernel = GroupKernels.For(shape, trial.Spec);
        var scratch = new GroupScratch(shape);
        var group = new Group(shape, 1);
        GroupParameters.Read(trial.Parameters, group.Index, group.Values);
        var before = group.Values.AsSpan().ToArray();
        var preActivations = new double[trial.Batch.Size * NetShape.GroupSize];
        var logits = new double[trial.Batch.Size * shape.Classes];
        kernel.Forward(group, trial.Batch.Images, preActivations, logits, scratch);
        var pass = kernel.Prepare(trial.Batch, logits);

        Assert.True(kernel.Differentiate(group, pass, preActivations, scratch));
        kernel.Descend(group, pass, 0.5, scratch);

        Assert.NotEqual(before, group.Values.AsSpan().ToArray());
        Assert.All(
            Enumerable.Range(0, group.Values.Length).Where(i => i % NetShape.GroupSize >= 3),
            i => Assert.Equal(0, BitConverter.DoubleToInt64Bits(group.Values[i])));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Differentiate_should_tell_when_a_partial_derivative_is_not_finite(double weight)
    {
        var shape = new NetShape(4, 3, 3);
        var parameters = Trial.Draw(1, shape, 0.5, 0.5);
        parameters.HiddenWeights[4] = weight;
        var trial = new Trial(Activation.Relu, InputScale.Unit, 1e-4, parameters, MadeUpData.Images(2, 2, 2, 6, shape.Classes));
        var kernel = GroupKernels.For(shape, trial.Spec);
        var scratch = new GroupScratch(shape);
        var group = new Group(shape, 0);
        GroupParameters.Read(parameters, 0, group.Values);
        var preActivations = new double[trial.Batch.Size * NetShape.GroupSize];
        var logits = new double[trial.Batch.Size * shape.Classes];
        kernel.Forward(group, trial.Batch.Images, preActivations, logits, scratch);
        var pass = kernel.Prepare(trial.Batch, logits);

        Assert.False(double.IsFinite(pass.Loss.MeanLoss()));
        Assert.False(kernel.Differentiate(group, pass, preActivations, scratch));
    }

    [Theory]
    [InlineData(Activation.Sigmoid, InputScale.Raw, 1e-4, 0.01)]
    [InlineData(Activation.Sigmoid, InputScale.Unit, 1e-8, 0.5)]
    [InlineData(Activation.Sigmoid, InputScale.Raw, 1, 0.01)]
    [InlineData(Activation.Relu, InputScale.Unit, 1e-4, 0.5)]
    [InlineData(Activation.Relu, InputScale.Raw, 1e-2, 0.01)]
    [InlineData(Activation.Relu, InputScale.Unit, 1, 0.5)]
    public void Runs_should_end_in_the_same_bits_at_every_width(Activation activation, InputScale scale, double step,
    double deviation)
    {
        var data = MadeUpData.Set(3, 6, 6, 40, 10, 11);
        var spec = new ExperimentSpec
        {
            Iterations = 20,
            BatchSize = 7,
            LearningRate = scale == InputScale.Raw ? 0.01 : 0.3,
            HiddenSize = 21,
            Activation = activation,
            Scale = scale,
            Step = step,
            Initialization = new(InitializationKind.Normal, deviation),
        };
        var shape = new NetShape(data.Dimension, spec.HiddenSize, data.Classes);

        var scalar = Run(new GroupKernel<Lanes1>(shape, spec));

        Assert.Equal(scalar, Run(new GroupKernel<Lanes128>(shape, spec)));
        Assert.Equal(scalar, Run(new GroupKernel<Lanes256>(shape, spec)));
        Assert.Equal(scalar, Run(new GroupKernel<Lanes512>(shape, spec)));

        (string Parameters, string Losses) Run(IGroupKernel kernel)
        {
            var trainer = new ReferenceTrainer(spec, data, kernel);
            trainer.Run();
            return (trainer.Parameters().Fingerprint(), string.Join(' ', trainer.Losses.Select(loss => loss.ToString("R"))));
        }
    }
}
