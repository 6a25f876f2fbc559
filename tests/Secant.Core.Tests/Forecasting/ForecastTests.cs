using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Forecasting;
using Secant.Core.Networks;
using Secant.Core.Training;
using Xunit;

namespace Secant.Core.Tests.Forecasting;

public sealed class ForecastTests
{
    private static readonly ExperimentSpec Spec =
        new() { Iterations = 100, BatchSize = 32, LearningRate = 0.05, HiddenSize = 50 };

    private static readonly CostSample Sample = new()
    {
        Cores = 2,
        Overhead = 0.001,
        Compute = 0.004,
        Forward = 2e-6,
        FirstUse = 3e-6,
        Opening = 0.01,
        Saving = 0.02,
    };

    private static readonly CheckpointPace Pace = new(TimeSpan.FromSeconds(5), 0.02);

    [Fact]
    public void Forecast_should_be_the_sum_of_the_parts_worked_by_hand()
    {
        // 100 passes of 5 ms; 21 points of 2,000 images and 8,000 at the end, 2 us each; 10,000 images made, 3 us each; 30 ms.
        var forecast = RunForecast.Of(Spec, Sample, 8_000, 2_000, ForecastErrors.None, Pace);
        Assert.Equal(0.5 + 0.1 + 0.03 + 0.03, forecast.Seconds, 9);
        Assert.Equal((0.495, 0.825), (Math.Round(forecast.Low, 9), Math.Round(forecast.High, 9)));
        Assert.Equal(0.06, RunForecast.Of(Spec, Sample with { Starting = 0.06 }, 8_000, 2_000, ForecastErrors.None, Pace).Seconds
            - forecast.Seconds, 9);
        Assert.Equal((0.005, 2, 0), (forecast.PassSeconds, forecast.Cores, forecast.Checkpoints));
    }

    [Fact]
    public void Forecast_should_count_a_checkpoint_each_interval_and_fewer_where_they_cost_more()
    {
        var spec = Spec with { Iterations = 4_000, EvaluateEvery = 4_000 };
        var quick = RunForecast.Of(spec, Sample, 0, 0, ForecastErrors.None, Pace);
        Assert.Equal((4, 20 + 0.01 + 0.02 + (4 * 0.02)), (quick.Checkpoints, Math.Round(quick.Seconds, 9)));

        // Half a second may come once in 25 s.
        Assert.Equal(0, RunForecast.Of(spec, Sample with { Saving = 0.5 }, 0, 0, ForecastErrors.None, Pace).Checkpoints);

        // As the run itself is set.
        var often = new CheckpointPace(TimeSpan.FromSeconds(1), 0.5);
        Assert.Equal(20, RunForecast.Of(spec, Sample, 0, 0, ForecastErrors.None, often).Checkpoints);
    }

    [Theory]
    [InlineData(100, null, 21)]
    [InlineData(100, 30, 5)]
    [InlineData(90, 30, 4)]
    [InlineData(0, null, 1)]
    public void Points_should_be_those_of_the_curve(int iterations, int? every, int points) =>
        Assert.Equal(points, RunForecast.Points(Spec with { Iterations = iterations, EvaluateEvery = every }));

    [Fact]
    public void Errors_should_be_a_quarter_either_way_until_ten_runs_are_known()
    {
        Assert.Equal(ForecastErrors.None, ForecastErrors.Of([]));
        var few = ForecastErrors.Of([(1, 1.2), (1, 1.3), (2, 1), (0, 5)]);
        Assert.Equal(new ForecastErrors(3, 1, 1.2, 0.75, 1.25), few);
    }

    [Fact]
    public void Errors_should_give_the_interval_that_nine_in_ten_past_runs_are_in()
    {
        var runs = Enumerable.Range(0, 21).Select(i => (10.0, 8 + (0.25 * i))).ToList();
        var errors = ForecastErrors.Of(runs);
        Assert.Equal((21, 19, 1.05, 0.825, 1.275),
            (errors.Count, errors.Within25Percent, errors.Median!.Value, errors.Low, errors.High));

        // A lucky streak is not believed, and the newest fifty count.
        var lucky = ForecastErrors.Of([.. Enumerable.Repeat((1.0, 9.0), 10), .. Enumerable.Repeat((1.0, 1.0), 50)]);
        Assert.Equal((50, 50, 0.95, 1.05), (lucky.Count, lucky.Within25Percent, lucky.Low, lucky.High));
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 7)]
    [InlineData(9, 4)]
    public void Makespan_should_give_each_run_the_core_that_is_free_first(int cores, double seconds) =>
        Assert.Equal(seconds, Makespan.Of([3, 1, 2, 4], cores));

    [Fact]
    public void Footprint_should_follow_from_the_sizes()
    {
        // 50 units are 7 groups and the biases one more; two nodes of four groups each send one subtree.
        var shape = new NetShape(784, 50, 10);
        var alone = RunFootprint.Of(Spec, shape, 8_000, 2_000, 0, 0);
        Assert.Equal((39_760, 0L, 0L), (alone.ParameterCount, alone.BytesAPass, alone.BytesARun));
        Assert.InRange(alone.MemoryBytes, 4 * alone.ParameterBytes,
            (4 * alone.ParameterBytes) + (100 * 32 * 80) + (32 * 56 * 8) + (32 * 32 * 80));

        var shared = RunFootprint.Of(Spec, shape, 8_000, 2_000, 2, 0);
        const int logits = 32 * 10 * 8;
        Assert.Equal(2 * ((2 * logits) + 600), shared.BytesAPass);
        Assert.Equal((100 * shared.BytesAPass) + (2 * 50_000 * 80) + shared.ParameterBytes, shared.BytesARun);
    }

    [Theory]
    [InlineData(1, 200_000, 1_000, "batch size 200000 needs about 2074 MB of memory: this machine has 1024 MB for it")]
    [InlineData(1, 8, 345_000,
        "hidden size 345000 with 784 inputs and batch size 8 needs about 8412 MB of memory: this machine has 1024 MB for it")]
    [InlineData(3, 8, 20_000,
        "3 runs at a time need about 1480 MB of memory: this machine has 1024 MB for them; run fewer at a time with --cores")]
    public void Runs_should_be_refused_when_net_and_working_memory_do_not_fit(int runs, int batch, int hidden, string line)
    {
        const int images = 6_000;
        var data = new DataSet("digits", "", new ImageSet(28, 28, new byte[784 * images], [9, .. new byte[images - 1]]),
            new ImageSet(28, 28, new byte[784], new byte[1]));
        var spec = Spec with { Iterations = 1, BatchSize = batch, HiddenSize = hidden };
        var refusal = Assert.Throws<SecantException>(
            () => RunMemory.Check([.. Enumerable.Repeat((spec, data), runs)], 3, 20L << 20, 1L << 30));
        Assert.Equal(Failure.Usage, refusal.Failure);
        Assert.Contains(line, refusal.Message, StringComparison.Ordinal);

        RunMemory.Check([(spec, data)], 3, 20L << 20, 24L << 30);
    }

    [Fact]
    public void Sparse_bytes_should_count_the_pixels_that_are_not_zero()
    {
        var half = new byte[784];
        half.AsSpan(0, 200).Fill(7);
        Assert.Equal(3 * (136 + 1_100), RunFootprint.SparseBytes(new ImageSet(28, 28, [.. half, .. half, .. half], new byte[3])));
    }

    [Fact]
    public void Book_should_cost_four_times_as_much_with_twice_the_units_and_twice_as_much_with_twice_the_batch()
    {
        var net = new NetShape(784, 50, 10);
        Assert.Equal(2, BookCost.Scale(1, (net, 32), (net, 64)), 12);
        Assert.Equal(4, BookCost.Scale(1, (net, 32), (net with { Hidden = 100 }, 32)), 2);

        // 16 times as many pixels: 627,760 parameters in place of 39,760, each 12,554 / 794 times as dear.
        Assert.Equal(249.637, BookCost.Scale(1, (net, 32), (net with { Inputs = 16 * 784 }, 32)), 0.001);
    }
}
