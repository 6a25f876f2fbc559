using Secant.Core.Experiments;
using Secant.Core.Statistics;
using Xunit;

namespace Secant.Core.Tests.Statistics;

public sealed class StatisticsTests
{
    // From printed tables of the t distribution, 97.5 %.
    [Theory]
    [InlineData(1, 12.7062)]
    [InlineData(4, 2.7764)]
    [InlineData(10, 2.2281)]
    [InlineData(11, 2.2010)]
    [InlineData(15, 2.1314)]
    [InlineData(30, 2.0423)]
    [InlineData(60, 2.0003)]
    [InlineData(120, 1.9799)]
    [InlineData(1_000_000, 1.9600)]
    public void Factor_should_be_that_of_the_printed_tables(int freedom, double expected) =>
        Assert.Equal(expected, StudentT.Factor95(freedom), 4);

    [Fact]
    public void Factor_should_fall_with_every_degree_of_freedom()
    {
        var factors = Enumerable.Range(1, 200).Select(StudentT.Factor95).ToList();
        Assert.Equal(factors.OrderDescending(), factors);
    }

    [Fact]
    public void Summary_should_give_mean_deviation_and_interval_worked_by_hand()
    {
        // Mean 5, squares 9+1+1+1+0+0+4+16 = 32, 32 / 7; t(7) = 2.364624.
        var summary = SampleSummary.Of([2, 4, 4, 4, 5, 5, 7, 9])!;
        Assert.Equal(5, summary.Mean, 12);
        Assert.Equal(2.138089935, summary.Deviation!.Value, 8);
        Assert.Equal(1.787488, summary.HalfWidth95!.Value, 5);
    }

    [Fact]
    public void Summary_should_know_no_spread_of_one_value_and_nothing_of_none()
    {
        Assert.Equal(new SampleSummary(1, 0.5, null, null), SampleSummary.Of([0.5]));
        Assert.Null(SampleSummary.Of([]));
    }

    [Fact]
    public void Ranking_should_name_a_winner_that_is_ahead_with_every_seed_however_wide_the_seeds_spread()
    {
        var ranking = Ranking.Of([Results(0.60, 0.70, 0.80), Results(0.62, 0.721, 0.82), Results(0.1, 0.1, 0.1)])!;
        Assert.Equal((1, 0, true, true), (ranking.Best, ranking.Next, ranking.IsPaired, ranking.IsDecided));
        Assert.Equal(0.0203333, ranking.Lead.Mean, 6);
    }

    [Fact]
    public void Ranking_should_name_none_when_the_lead_changes_from_seed_to_seed()
    {
        var ranking = Ranking.Of([Results(0.60, 0.75, 0.80), Results(0.66, 0.71, 0.81)])!;
        Assert.Equal((1, false), (ranking.Best, ranking.IsDecided));
    }

    [Fact]
    public void Ranking_should_put_first_who_is_ahead_with_the_seeds_that_both_have()
    {
        // Seeds 4 and 5 lift the mean of the first above the second's, which is ahead with each seed that both have.
        var ranking = Ranking.Of([Results(0.60, 0.70, 0.80, 0.95, 0.95), Results(0.63, 0.72, 0.82)])!;
        Assert.Equal((1, 0, true), (ranking.Best, ranking.Next, ranking.IsPaired));
        Assert.Equal(0.0233333, ranking.Lead.Mean, 6);
    }

    [Fact]
    public void Ranking_should_name_none_when_there_is_one_seed() =>
        Assert.False(Ranking.Of([Results(0.1), Results(0.9)])!.IsDecided);

    [Fact]
    public void Ranking_should_use_both_spreads_when_no_seeds_are_shared()
    {
        // Welch by hand: variances 0.0001 of three each, error 0.0081650, four degrees of freedom, t = 2.776445.
        var ranking = Ranking.Of(
            [Results(0.5, 0.51, 0.52), new Dictionary<ulong, double> { [7] = 0.6, [8] = 0.61, [9] = 0.62 }])!;
        Assert.Equal((1, false, true), (ranking.Best, ranking.IsPaired, ranking.IsDecided));
        Assert.Equal(0.0226697, ranking.Lead.HalfWidth95!.Value, 6);
    }

    [Fact]
    public void Ranking_should_be_none_when_fewer_than_two_have_results() => Assert.Null(Ranking.Of([Results(0.5), Results()]));

    [Theory]
    [InlineData(new[] { 0.1, 0.5, 0.8, 0.81, 0.805, 0.81 }, 2)]
    [InlineData(new[] { 0.1, 0.5, 0.8, 0.84, 0.805, 0.81 }, null)]
    [InlineData(new double[0], null)]
    [InlineData(new[] { 0.1, 0.2, 0.3, 0.4 }, null)]
    [InlineData(new[] { 0.1, 0.1 }, null)]
    [InlineData(new[] { 0.5, 0.5, 0.5 }, null)]
    [InlineData(new[] { 0.5, 0.5, 0.5, 0.5 }, 0)]
    [InlineData(new[] { 0.1, 0.5, 0.8, 0.81, 0.805, 0.78 }, null)]
    public void Plateau_should_be_where_nothing_more_than_the_tolerance_is_gained(double[] accuracies, int? point) =>

        // With 1,200 images an accuracy of 0.81 is known to 0.0113.
        Assert.Equal(point * 10, Plateau.Of(Curve(accuracies), 1_200).From);

    [Theory]
    [InlineData(new[] { 0.1, 0.2, 0.3, 0.4 }, PlateauKind.Rising)]
    [InlineData(new[] { 0.1, 0.2, 0.3 }, PlateauKind.None)]
    [InlineData(new[] { 0.8, 0.7, 0.6, 0.5 }, PlateauKind.None)]
    [InlineData(new[] { 0.1, 0.8, 0.8, 0.8, 0.8 }, PlateauKind.Flat)]
    public void Plateau_should_say_whether_a_curve_rises_or_its_points_do_not_tell(double[] accuracies, PlateauKind kind) =>
        Assert.Equal(kind, Plateau.Of(Curve(accuracies), null).Kind);

    [Fact]
    public void Plateau_should_tolerate_what_the_test_images_leave_open_but_never_less_than_half_a_point()
    {
        // √(0.8 · 0.2 / 1,600) = 0.01, √(0.8 · 0.2 / 40,000) = 0.002.
        double[] accuracies = [0.1, 0.8];
        Assert.Equal(0.01, Plateau.Of(Curve(accuracies), 1_600).Tolerance, 12);
        Assert.Equal(0.005, Plateau.Of(Curve(accuracies), 40_000).Tolerance, 12);
        Assert.Equal(0.005, Plateau.Of(Curve(accuracies), null).Tolerance, 12);
    }

    [Fact]
    public void Share_should_be_that_of_a_line_worked_by_hand_when_the_number_has_two_values()
    {
        // Means 1 and 3 of six runs each: 12 between them, and 2 within the first row of either.
        var share = VariationShare.Of([(1, [0, 2]), (1, [1, 1]), (1, [1, 1]), (2, [2, 4]), (2, [3, 3]), (2, [3, 3])])!;
        Assert.Equal(12.0 / 16, share.Share, 9);
        Assert.Equal(2, share.Values);
        Assert.InRange(share.Share, share.Interval!.Value.Low, share.Interval.Value.High);
    }

    [Fact]
    public void Share_should_have_no_interval_when_a_spec_has_one_run() =>
        Assert.Null(VariationShare.Of([(1, [0, 2]), (2, [1, 1]), (3, [1, 4]), (4, [2, 4]), (5, [3])])!.Interval);

    [Fact]
    public void Share_should_be_whole_when_the_results_follow_a_parabola()
    {
        var rows = Enumerable.Range(0, 8).Select(place => (Value: Math.Pow(10, place),
            Results: (IReadOnlyList<double>)[1 - ((place - 5) * (place - 5) / 100.0)])).ToList();
        var share = VariationShare.Of(rows)!;
        Assert.Equal(1, share.Share, 9);
        Assert.True(share.IsBeyondChance);
    }

    [Fact]
    public void Share_should_not_be_beyond_chance_when_the_number_goes_with_nothing()
    {
        var rows = new[] { 0.5, 0.7, 0.7, 0.5, 0.5, 0.7, 0.7, 0.5 }.Select(
            (result, at) => ((double)(at % 2), (IReadOnlyList<double>)[result])).ToList();
        Assert.False(VariationShare.Of(rows)!.IsBeyondChance);
    }

    [Fact]
    public void Share_should_be_none_when_the_number_or_the_result_does_not_vary_or_rows_are_few()
    {
        Assert.Null(VariationShare.Of([(1, [0.1]), (1, [0.2]), (1, [0.3]), (1, [0.4]), (1, [0.5])]));
        Assert.Null(VariationShare.Of([(1, [0.1]), (2, [0.1]), (3, [0.1]), (4, [0.1]), (5, [0.1])]));
        Assert.Null(VariationShare.Of([(1, [0.1]), (2, [0.2]), (3, []), (4, [])]));
    }

    private static Dictionary<ulong, double> Results(params double[] values) =>
        values.Select((value, index) => ((ulong)index + 1, value)).ToDictionary();

    private static List<CurvePoint> Curve(double[] accuracies) =>
        [.. accuracies.Select((accuracy, index) => new CurvePoint(index * 10, 1, accuracy))];
}
