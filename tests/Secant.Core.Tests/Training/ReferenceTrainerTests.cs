using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Training;
using Xunit;

namespace Secant.Core.Tests.Training;

public sealed class ReferenceTrainerTests
{
    private static readonly DataSet Data = MadeUpData.Set(3, 5, 5, 40, 12, 4);

    [Fact]
    public void Run_should_leave_the_initial_net_when_there_are_no_iterations()
    {
        var trainer = new ReferenceTrainer(Spec() with { Iterations = 0 }, Data);
        var before = trainer.Parameters().Fingerprint();

        trainer.Run();

        Assert.Equal(before, trainer.Parameters().Fingerprint());
        Assert.Empty(trainer.Losses);
        Assert.All(trainer.Parameters().HiddenBiases, bias => Assert.Equal(0, bias));
        Assert.All(trainer.Parameters().OutputBiases, bias => Assert.Equal(0, bias));
    }

    [Fact]
    public void Step_should_descend_by_the_gradient_of_the_mean_loss()
    {
        // The first pass against two whole forward passes for each parameter.
        var spec = Spec();
        var trainer = new ReferenceTrainer(spec, Data);
        var before = trainer.Parameters();
        trainer.Step();
        var after = trainer.Parameters();

        var indices = new BatchSchedule(spec.Seed, spec.BatchSize, Data.Train.Count).Indices(0);
        var inputs = indices.SelectMany(index => Data.Train.Image(index).ToArray()).Select(pixel => pixel / 255.0).ToArray();
        var labels = indices.Select(index => Data.Train.Labels[index]).ToArray();
        var network = new Secant.Core.Networks.Network(spec.Activation, inputs, labels);
        for (var index = 0; index < before.Shape.ParameterCount; index++)
        {
            var expected = before[index] - (spec.LearningRate * network.CentralDifference(before, index, spec.Step));
            Assert.Equal(expected, after[index], 5e-11);
        }

        Assert.Equal(network.Loss(before), trainer.Losses[0], 1e-13);
    }

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Relu)]
    public void Run_should_learn_what_can_be_learnt(Activation activation)
    {
        // The label is where the bright square is.
        var pixels = new byte[40 * 16];
        var labels = new byte[40];
        for (var n = 0; n < labels.Length; n++)
        {
            labels[n] = (byte)(n % 4);
            pixels.AsSpan((n * 16) + (4 * labels[n]), 4).Fill((byte)(200 + n));
        }

        var images = new ImageSet(4, 4, pixels, labels);
        var trainer = new ReferenceTrainer(
            Spec() with
            {
                Iterations = 400,
                LearningRate = 0.5,
                Activation = activation,
                Initialization = new(InitializationKind.Xavier, 0)
            },
            new DataSet("squares", "", images, images));
        var before = trainer.Accuracy(images);

        trainer.Run();

        Assert.Equal(400, trainer.Losses.Count);
        Assert.InRange(before, 0, 0.9);
        Assert.Equal(1, trainer.Accuracy(images));
        Assert.InRange(trainer.Losses[^1], 0, 0.5 * trainer.Losses[0]);
    }

    [Fact]
    public void Run_should_stop_with_the_net_of_that_many_iterations_when_the_curve_is_flat()
    {
        // Steps too small to change what any image is taken for.
        var flat = new ReferenceTrainer(Spec() with { Iterations = 60, LearningRate = 1e-9, EvaluateEvery = 7, StopWhenFlat = 3 },
            Data);
        var shorter = new ReferenceTrainer(Spec() with { Iterations = 21, LearningRate = 1e-9 }, Data);

        flat.Run();
        shorter.Run();

        Assert.Equal(21, flat.Iteration);
        Assert.Equal(shorter.Parameters().Fingerprint(), flat.Parameters().Fingerprint());
    }

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Relu)]
    public void Run_should_end_with_the_iteration_named_when_a_number_is_no_longer_finite(Activation activation)
    {
        var trainer = new ReferenceTrainer(
            Spec() with { Iterations = 1_000, LearningRate = double.MaxValue, Activation = activation }, Data);

        var failure = Assert.Throws<SecantException>(trainer.Run);

        Assert.Equal(Failure.Work, failure.Failure);
        Assert.InRange(trainer.Iteration, 0, 20);
        Assert.Contains($"iteration {trainer.Iteration}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accuracy_should_count_the_images_whose_label_has_the_largest_logit()
    {
        // Without passes every image has b2 and what W2 makes of a half: with weights this small, one class wins everywhere.
        var data = MadeUpData.Set(3, 2, 2, 8, 8, 4);
        var trainer = new ReferenceTrainer(
            Spec() with { Iterations = 0, HiddenSize = 1, Initialization = new(InitializationKind.Normal, 1e-9) }, data);
        var parameters = trainer.Parameters();
        var winner = Array.IndexOf(parameters.OutputWeights, parameters.OutputWeights.Max());

        Assert.Equal(data.Test.Labels.ToArray().Count(label => label == winner) / 8.0, trainer.Accuracy(data.Test));
    }

    [Fact]
    public void Result_should_change_with_everything_that_the_spec_says()
    {
        ExperimentSpec[] specs =
        [
            Spec(),
            Spec() with { Iterations = 4 },
            Spec() with { BatchSize = 7 },
            Spec() with { LearningRate = 0.2 },
            Spec() with { HiddenSize = 10 },
            Spec() with { Seed = 2 },
            Spec() with { Activation = Activation.Relu },
            Spec() with { Initialization = new(InitializationKind.He, 0) },
            Spec() with { Scale = InputScale.Raw },
            Spec() with { Step = 1e-3 },
        ];

        var fingerprints = specs.Select(Fingerprint).ToList();

        Assert.Equal(specs.Length, fingerprints.Distinct().Count());
        Assert.Equal(fingerprints, specs.Select(Fingerprint));

        static string Fingerprint(ExperimentSpec spec)
        {
            var trainer = new ReferenceTrainer(spec, Data);
            trainer.Run();
            return trainer.Parameters().Fingerprint();
        }
    }

    private static ExperimentSpec Spec() => new()
    {
        Iterations = 3,
        BatchSize = 6,
        LearningRate = 0.1,
        HiddenSize = 9,
        Scale = InputScale.Unit,
        Initialization = new(InitializationKind.Xavier, 0),
    };
}
