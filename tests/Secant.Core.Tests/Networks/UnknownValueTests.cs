using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Networks.Kernels;
using Xunit;

namespace Secant.Core.Tests.Networks;

/// <summary>A value that was added to a closed set and has no rule yet computes nothing at all.</summary>
public sealed class UnknownValueTests
{
    private static readonly NetShape Shape = new(4, 9, 3);
    private static readonly ImageSet Images = MadeUpData.Images(2, 2, 2, 6, Shape.Classes);
    private static readonly Activation Unruled = (Activation)99;

    [Fact]
    public void Forward_should_throw_and_name_an_activation_without_a_rule()
    {
        var (kernel, trial, group, scratch) = Kernel();
        AssertNamed(() => kernel.Forward(
            group, trial.Batch.Images, new double[trial.Batch.Size * NetShape.GroupSize],
                new double[trial.Batch.Size * Shape.Classes], scratch));
    }

    [Fact]
    public void Differentiate_should_throw_and_name_an_activation_without_a_rule()
    {
        var (kernel, trial, group, scratch) = Kernel();
        var pass = kernel.Prepare(trial.Batch, new double[trial.Batch.Size * Shape.Classes]);
        AssertNamed(() => kernel.Differentiate(group, pass, new double[trial.Batch.Size * NetShape.GroupSize], scratch));
    }

    [Fact]
    public void Referee_should_throw_and_name_an_activation_without_a_rule()
    {
        var network = new Network(Unruled, new double[Shape.Inputs], [0]);
        AssertNamed(() => network.Activations([0.5]));
    }

    [Fact]
    public void Input_should_throw_and_name_a_scale_without_a_rule() =>
        Assert.Contains("InputScale 99", Assert.Throws<InvalidOperationException>(
        () => new Perturbations((InputScale)99, 1e-4)).Message, StringComparison.Ordinal);

    [Fact]
    public void Deviation_should_throw_and_name_an_initialization_without_a_rule() =>
        Assert.Contains(
            "InitializationKind 99",
            Assert.Throws<InvalidOperationException>(() => new Initialization((InitializationKind)99, 1).DeviationFor(3)).Message,
            StringComparison.Ordinal);

    private static (IGroupKernel Kernel, Trial Trial, Group Group, GroupScratch Scratch) Kernel()
    {
        var trial = new Trial(Unruled, InputScale.Unit, 1e-4, Trial.Draw(1, Shape, 0.5, 0.5), Images);
        return (GroupKernels.For(Shape, trial.Spec), trial, new Group(Shape, 0), new GroupScratch(Shape));
    }

    private static void AssertNamed(Action act) =>
        Assert.Contains("Activation 99", Assert.Throws<InvalidOperationException>(act).Message, StringComparison.Ordinal);
}
