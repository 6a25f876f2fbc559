using System.Globalization;
using Secant.Cli.Sweeps;
using Secant.Core;
using Secant.Core.Experiments;
using Secant.Core.Sweeps;
using Secant.Lab.Contracts;

namespace Secant.Cli.Tests.Sweeps;

public sealed class SweepFileTests
{
    [Fact]
    public void Sweep_should_hold_rows_in_order_with_their_defaults_and_repeats()
    {
        var plan = Parse(
            """
            name: 첫 실험
            repeat: 2
            defaults: {data: mnist, activation: relu, seed: 7}
            experiments:
              - [100, 32, 0.05, 50]
              - {iterations: 10, batch: 8, rate: 1e-3, hidden: 5, activation: sigmoid, init: he,
                 scale: unit, step: 0.001, eval-every: 5, stop-when-flat: 3, repeat: 1}
            """);
        Assert.Equal("첫 실험", plan.Name);
        Assert.Equal([[7UL, 8UL], [7UL]], plan.Rows.Select(row => row.Seeds.ToArray()));
        Assert.Equal(
            [
                new() { Iterations = 100, BatchSize = 32, LearningRate = 0.05, HiddenSize = 50, Seed = 7, Data = "mnist",
                    Activation = Activation.Relu },
                new()
                {
                    Iterations = 10, BatchSize = 8, LearningRate = 0.001, HiddenSize = 5, Seed = 7, Data = "mnist",
                    Initialization = new Initialization(InitializationKind.He, 0), Scale = InputScale.Unit, Step = 0.001,
                    EvaluateEvery = 5, StopWhenFlat = 3,
                },
            ],
            plan.Rows.Select(row => row.Spec));
    }

    [Fact]
    public void Lists_and_ranges_should_make_a_grid_whose_first_field_varies_slowest()
    {
        var plan = Parse(
            """
            experiments:
              - iterations: [100, 200]
                batch: {from: 8, to: 40, factor: 2}
                rate: {from: 0.01, to: 0.03, step: 0.01}
                hidden: 50
            """);
        Assert.Equal("test", plan.Name);
        var expected =
            from iterations in (int[])[100, 200]
            from batch in (int[])[8, 16, 32]
            from rate in (double[])[0.01, 0.02, 0.03]
            select (iterations, batch, rate);
        Assert.Equal(expected, plan.Rows.Select(row => (row.Spec.Iterations, row.Spec.BatchSize, row.Spec.LearningRate)));
    }

    [Theory]
    [InlineData("iterations", "[3, 4]", "3 4")]
    [InlineData("iterations", "{from: 3, to: 12, factor: 2}", "3 6 12")]
    [InlineData("batch", "[8, 4]", "8 4")]
    [InlineData("batch", "{from: 8, to: 9, step: 1}", "8 9")]
    [InlineData("rate", "[1e-300, 0.5]", "1e-300 0.5")]
    [InlineData("rate", "{from: 0.1, to: 0.3, step: 0.1}", "0.1 0.2 0.3")]
    [InlineData("hidden", "[5, 6]", "5 6")]
    [InlineData("hidden", "{from: 5, to: 25, factor: 5}", "5 25")]
    [InlineData("data", "[mnist, mnist-10k]", "mnist mnist-10k")]
    [InlineData("activation", "[relu, sigmoid]", "relu sigmoid")]
    [InlineData("init", "[he, xavier, 'normal:0.02']", "he xavier normal:0.02")]
    [InlineData("scale", "[unit, raw]", "unit raw")]
    [InlineData("step", "[1e-4, 1e-5]", "0.0001 1e-5")]
    [InlineData("step", "{from: 1e-6, to: 1e-4, factor: 10}", "1e-6 1e-5 0.0001")]
    [InlineData("kernel", "[naive, incremental]", "naive incremental")]
    [InlineData("eval-every", "{from: 10, to: 20, step: 5}", "10 15 20")]
    [InlineData("stop-when-flat", "[2, 3]", "2 3")]
    [InlineData("seed", "[18446744073709551615, 7]", "18446744073709551615 7")]
    [InlineData("seed", "{from: 7, to: 9, step: 2}", "7 9")]
    public void Every_field_should_take_lists_and_every_number_ranges(string field, string values, string expected)
    {
        var numbers = ((string[])["iterations", "batch", "rate", "hidden"]).Where(number => number != field)
            .Select(number => $"{number}: 1");
        var plan = Parse($"experiments: [{{{string.Join(", ", numbers)}, {field}: {values}}}]");
        Assert.Equal(expected, string.Join(' ', plan.Rows.Select(row => Value(SpecRecord.From(row.Spec), field))));
    }

    [Fact]
    public void Command_line_should_win_over_the_file()
    {
        var plan = SweepFile.Parse("a.yaml", "experiments: [[1, 2, 0.3, 4]]\nrepeat: 3\n", new SpecLimits(),
            new SweepFile.Overrides("mnist", 2, 9));
        var row = Assert.Single(plan.Rows);
        Assert.Equal("mnist", row.Spec.Data);
        Assert.Equal([9UL, 10UL], row.Seeds);
    }

    [Theory]
    [InlineData("", "1:1: the file is empty")]
    [InlineData("experiments: []", "1:14: experiments: expected a list")]
    [InlineData("name: x", "1:1: experiments: expected a list")]
    [InlineData("experiment: [[1,1,1,1]]", "1:1: a sweep: unknown field 'experiment'; did you mean 'experiments'?")]
    [InlineData("experiments:\n  - {iteration: 1}", "2:6: an experiment: unknown field 'iteration'; did you mean 'iterations'?")]
    [InlineData("experiments:\n  - [1, 2, 3]",
        "2:5: an experiment as a list takes [iterations, batch, rate, hidden], found 3 values")]
    [InlineData("experiments:\n  - {batch: 1, rate: 1}", "2:5: an experiment lacks iterations, hidden")]
    [InlineData("experiments:\n  - [1, x, 3, 4]", "2:9: batch: expected a whole number, found 'x'")]
    [InlineData("experiments:\n  - [1.5, 1, 3, 4]", "2:6: iterations: expected a whole number, found '1.5'")]
    [InlineData("experiments:\n  - ['1', 1, 3, 4]", "2:6: iterations: expected a whole number, found '1'")]
    [InlineData("experiments:\n  - [1, [], 3, 4]", "2:9: batch: the list is empty")]
    [InlineData("experiments:\n  - [1, , 3, 4]", "2:")]
    [InlineData("experiments:\n  - [1, [[2]], 3, 4]", "2:10: batch: expected a value, found a list")]
    [InlineData("experiments:\n  - [1, {from: 5, to: 4, step: 1}, 3, 4]",
        "2:9: batch: the range from 5 to 4 in steps of 1 is empty")]
    [InlineData("experiments:\n  - [1, {from: 5, to: 9, step: 0}, 3, 4]",
        "2:9: batch: the range from 5 to 9 in steps of 0 is empty")]
    [InlineData("experiments:\n  - [1, {from: 5, to: 9, factor: 1}, 3, 4]",
        "2:9: batch: the range from 5 to 9 by a factor of 1 is empty")]
    [InlineData("experiments:\n  - [1, {from: 5, to: 9}, 3, 4]", "2:9: batch: a range takes from, to, and either step or factor")]
    [InlineData("experiments:\n  - [1, {from: a, to: 9, step: 1}, 3, 4]", "2:16: batch: from: expected a number, found 'a'")]
    [InlineData("experiments:\n  - [1, {from: 1, to: 99999999, step: 1}, 3, 4]",
        "2:9: batch: the range has more than 10000 values")]
    [InlineData("experiments:\n  - [1, {from: 1, to: 1e14, factor: 1e20}, 3, 4]",
        "2:37: batch: factor: a range takes 0, or numbers of a size from 1e-14 to 1e14, found '1e20'; a list takes any")]
    [InlineData("experiments:\n  - [1, 1, {from: 1e-30, to: 1, factor: 2}, 4]",
        "2:19: rate: from: a range takes 0, or numbers of a size from 1e-14 to 1e14, found '1e-30'")]
    [InlineData("experiments:\n  - [1, 1, {from: 1, to: 1e308, factor: 2}, 4]", "2:26: rate: to: a range takes 0,")]
    [InlineData("experiments:\n  - [1, 1, {from: 1, to: NaN, step: 1}, 4]", "2:26: rate: to: a range takes 0,")]
    [InlineData("experiments:\n  - [1, 1, [0.1, -1], 4]", "2:18: learning rate -1 is out of range")]
    [InlineData("experiments:\n  - [1, 1, 3, 4]\n  - {iterations: 1, batch: 1, rate: 1, hidden: 1, step: 5}",
        "3:57: step 5 is out of range")]
    [InlineData("experiments: [[1, 1, 1, 1]]\ndefaults: {eval-every: 0}",
        "2:24: an evaluation every 0 iterations is out of range")]
    [InlineData("experiments:\n  - [1, 0, 3, 4]", "2:9: batch size 0 is out of range: expected 1 to 1000000")]
    [InlineData("experiments: [[1, 1, 1, 1]]\nrepeat: 0", "2:9: repeat: expected 1 to 100000, found 0")]
    [InlineData("experiments: [[1, 1, 1, 1]]\nrepeat: 99999999", "2:9: repeat: expected 1 to 100000")]
    [InlineData("experiments: [[1, 1, 1, 1]]\ndefaults: {seed: -1}", "2:18: seed: expected a whole number from 0")]
    [InlineData("experiments: [[1, 1, 1, 1]]\ndefaults: {activation: tanh}",
        "2:24: activation: expected sigmoid or relu, found 'tanh'")]
    [InlineData("experiments: [[1, 1, 1, 1]]\ndefaults: {init: normal}", "2:18: init: expected normal:S with S above 0")]
    [InlineData("experiments: [[1, 1, 1, 1]]\nexperiments: [[1, 1, 1, 1]]", "2:1: not YAML")]
    [InlineData("experiments: [[1, 1", "2:1: not YAML")]
    [InlineData("a: 1\n---\nb: 1", "3:1: expected one document")]
    [InlineData("&a [*a]: 1", "1:1: expected a word as key, found a list")]
    [InlineData("? {a: 1}\n: 1", "1:3: expected a word as key, found a mapping")]
    [InlineData("name: &a b\n*a : 1", "2:1: expected a word as key, found a reference")]
    [InlineData("experiments: &a [*a]", "1:18: *a stands within what it refers to")]
    [InlineData("experiments:\n  - {<<: {batch: 2}, rate: 0.1}",
        "2:6: an experiment: merge keys (<<) are not read; put what all experiments share under 'defaults'")]
    [InlineData("experiments: [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", "1:29: more than 16 levels deep; a sweep has four")]
    [InlineData("name: g\ndefaults: {batch: 32, r{ate: 0.05}\nexperiments:\n  - [1,2,3,4]\n",
        "2:21: not YAML: what follows here is not understood")]
    [InlineData("- 1", "1:1: a sweep: expected fields such as 'experiments: ...', found a list")]
    public void Sweep_should_be_refused_in_one_line_with_line_and_column(string text, string complaint)
    {
        var error = Assert.Throws<SecantException>(() => Parse(text));
        Assert.Equal(Failure.Usage, error.Failure);
        Assert.StartsWith("test.yaml:" + complaint, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("[", 1_000_000, 1, 17)]
    [InlineData("- ", 1_000_000, 1, 33)]
    [InlineData("{a: ", 1_000_000, 1, 65)]
    [InlineData("? ", 1_000_000, 1, 3)]
    public void Depth_should_be_refused_before_anything_calls_itself_for_it(string opening, int times, int line, int column)
    {
        var error = Assert.Throws<SecantException>(() => Parse(string.Concat(Enumerable.Repeat(opening, times))));
        Assert.StartsWith($"test.yaml:{line}:{column}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep_of_the_report_should_be_its_ten_experiments_in_order()
    {
        var plan = SweepFile.Read(Repository.File("config", "report.yaml"), new SpecLimits(), new SweepFile.Overrides());
        Assert.Equal(
            [
                "100, 32, 0.05, 50, 1", "100, 32, 0.05, 50, 2", "100, 32, 0.02, 75, 1", "150, 64, 0.03, 50, 1",
                    "160, 64, 0.03, 75, 1",
                "160, 64, 0.03, 75, 2", "320, 64, 0.02, 75, 1", "1000, 32, 0.02, 50, 1", "600, 32, 0.03, 60, 1",
                    "400, 64, 0.02, 75, 1",
            ],
            plan.Runs.Select(run => string.Create(CultureInfo.InvariantCulture,
                $"{run.Spec.Iterations}, {run.Spec.BatchSize}, {run.Spec.LearningRate}, {run.Spec.HiddenSize}, "
                    + $"{run.Spec.Seed}")));
    }

    private static string Value(SpecRecord spec, string field) => field switch
    {
        "iterations" => $"{spec.Iterations}",
        "batch" => $"{spec.BatchSize}",
        "rate" => ExactNumber.Of(spec.LearningRate),
        "hidden" => $"{spec.HiddenSize}",
        "data" => spec.Data,
        "activation" => spec.Activation,
        "init" => spec.Initialization,
        "scale" => spec.Scale,
        "step" => ExactNumber.Of(spec.Step),
        "kernel" => spec.Kernel,
        "eval-every" => $"{spec.EvaluateEvery}",
        "stop-when-flat" => $"{spec.StopWhenFlat}",
        _ => $"{spec.Seed}",
    };

    private static SweepPlan Parse(string text) =>
        SweepFile.Parse("test.yaml", text, new SpecLimits(), new SweepFile.Overrides());
}
