using Secant.Core.Checking;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Xunit;

namespace Secant.Core.Tests.Checking;

public sealed class GradientCheckTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Activation.Sigmoid, InputScale.Raw, "normal:0.01", 1e-4)]
    [InlineData(Activation.Sigmoid, InputScale.Unit, "xavier", 1e-3)]
    [InlineData(Activation.Relu, InputScale.Raw, "normal:0.01", 1e-4)]
    [InlineData(Activation.Relu, InputScale.Raw, "he", 1e-4)]
    [InlineData(Activation.Relu, InputScale.Unit, "he", 1e-4)]
    public async Task Check_should_pass_on_digits_and_compare_something_in_every_case(
        Activation activation, InputScale scale, string rule, double step)
    {
        var data = await new DataCatalogue().LoadAsync("mnist-10k", cancellation: TestContext.Current.CancellationToken);
        var spec = Spec() with { Activation = activation, Scale = scale, Step = step, Initialization = Parse(rule) };

        var report = new GradientCheck(spec, data).Run(cancellation: TestContext.Current.CancellationToken);

        foreach (var row in report.Rows)
        {
            output.WriteLine($"{row.Case}: {row.Compared}, {row.Naive}; {row.ComparedExact}, {row.Exact}; {row.Remark}");
            Assert.True(row.Passed, row.ToString());
            Assert.True(row.Compared > 0 && row.Naive is not null, row.ToString());
            Assert.True(row.Exact is not null || row.Remark is not null, row.ToString());
        }

        Assert.True(report.Passed);
        Assert.Equal(10, report.Rows.Count);
    }

    [Fact]
    public async Task Check_should_not_compare_with_the_derivative_where_the_step_is_too_large_to_give_it()
    {
        var data = await new DataCatalogue().LoadAsync("mnist-10k", cancellation: TestContext.Current.CancellationToken);

        var report = new GradientCheck(Spec() with { Step = 1 }, data).Run(cancellation: TestContext.Current.CancellationToken);

        Assert.True(report.Passed);
        Assert.All(report.Rows.Where(row => row.Case != "step 1e-8"), row => Assert.Null(row.Exact));
        Assert.Contains("a step of 1 gives", report.Rows[0].Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_should_serve_the_smallest_net_and_images_without_a_pixel()
    {
        var empty = new ImageSet(1, 1, [0, 0], [0, 1]);
        var spec = Spec() with { BatchSize = 1, HiddenSize = 1 };

        Assert.True(new GradientCheck(spec, new DataSet("empty", "", empty, empty)).Run(
            cancellation: TestContext.Current.CancellationToken).Passed);
    }

    [Theory]
    [InlineData(1, 1 + 1e-12, 1e-11, true)]
    [InlineData(1, 1.1, 1e-11, false)]
    [InlineData(1, double.NaN, 1e-11, false)]
    public void Difference_should_pass_when_it_is_a_number_within_the_tolerance(
        double expected, double incremental, double tolerance, bool passed)
    {
        var difference = new GradientDifference("b2[0]", expected, incremental, tolerance);

        Assert.Equal(passed, difference.Passed);
        Assert.Equal(passed, new GradientCheckRow("case", 1, difference, 0, null, null).Passed);
        Assert.Equal(passed, new GradientCheckRow("case", 1, null, 1, difference, null).Passed);
        Assert.Equal(passed, new GradientCheckReport([new("case", 1, difference, 0, null, null)]).Passed);
    }

    private static Initialization Parse(string rule) =>
        Initialization.TryParse(rule, out var initialization) ? initialization : throw new ArgumentException(rule);

    private static ExperimentSpec Spec() => new() { Iterations = 100, BatchSize = 32, LearningRate = 0.05, HiddenSize = 50 };
}
