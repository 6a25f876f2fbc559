using Secant.Cli.Details;
using Secant.Cli.Labs;
using Secant.Cli.Queries;
using Secant.Cli.Runs;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Spectre.Console;
using Spectre.Console.Testing;

namespace Secant.Cli.Tests.Details;

public sealed class RenderingTests
{
    [Fact]
    public void Details_should_show_row_figures_and_curve_of_a_completed_experiment() =>
        Approve("details-completed", console => ExperimentDetails.Write(console, Samples.Completed));

    [Fact]
    public void Details_should_show_state_settings_and_recoveries_of_an_interrupted_experiment() =>
        Approve("details-interrupted", console => ExperimentDetails.Write(console, Samples.Interrupted));

    [Fact]
    public void Details_should_show_dashes_when_nothing_is_known_yet() => Approve(
        "details-queued",
        console => ExperimentDetails.Write(console,
            new ExperimentDocument { Id = "k7m2aa", State = "queued", Spec = Samples.Completed.Spec }));

    [Fact]
    public void Table_should_show_one_experiment_a_row() => Approve(
        "table",
        console => console.Write(ExperimentTable.Of(
            [Samples.Completed with { SubmittedAtUnixMilliseconds = null },
                Samples.Interrupted with { SubmittedAtUnixMilliseconds = null }], width: 80)),
        width: 80);

    [Fact]
    public void Table_should_leave_out_what_does_not_fit_a_narrow_terminal() => Approve(
        "table-narrow", console => console.Write(ExperimentTable.Of(
            [Samples.Completed with { Id = "1" }, Samples.Interrupted with { Id = "12" }], width: 40)), width: 40);

    [Fact]
    public void Status_should_show_nodes_experiments_reasons_and_events() => Approve(
        "status", console => StatusTables.Write(console, Samples.Status, TimeZoneInfo.Utc));

    [Fact]
    public void Status_should_leave_out_columns_and_events_that_do_not_fit_a_terminal() => Approve(
        "status-narrow",
        console =>
        {
            console.Profile.Height = 24;
            StatusTables.Write(console, Samples.Status, TimeZoneInfo.Utc);
        },
        width: 80);

    [Fact]
    public void Data_table_should_say_where_each_set_is() => Approve("data-table", console => console.Write(DataTable.Of(
    [
        new CatalogueEntry("mnist-10k", "digits in the box", IsBuiltIn: true, Folder: null),
        new CatalogueEntry("mnist", "all digits", IsBuiltIn: false, Folder: "/srv/data/mnist"),
        new CatalogueEntry("fashion-mnist", "clothes", IsBuiltIn: false, Folder: null),
    ])));

    [Fact]
    public async Task Milestones_should_be_one_plain_line_a_point_of_the_curve()
    {
        using var console = new TestConsole().Width(160);
        var last = await new MilestoneView(console).ShowAsync(Samples.Running());
        Assert.Equal(Samples.Completed, last);
        ApprovedText.Matches("milestones", console.Output);
    }

    [Fact]
    public async Task Live_view_should_show_bar_iteration_loss_and_accuracy()
    {
        using var console = new TestConsole().Width(110).Interactive();
        var last = await new LiveView(console, TimeProvider.System).ShowAsync(Samples.Running());
        Assert.Equal(Samples.Completed, last);
        Assert.Contains("k7m2xq", console.Output, StringComparison.Ordinal);
        Assert.Contains("100/100  loss 1.0342  accuracy 0.694", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_of_many_rows_should_be_that_of_the_table_engine()
    {
        var documents = Enumerable.Range(1, 120).Select(number => Samples.Completed with { Id = $"{number}" })
            .Append(Samples.Interrupted with { Id = "1234" }).ToList();
        using var whole = new TestConsole().Width(80);
        whole.Write(ExperimentTable.Of(documents, width: 80));
        using var parts = new TestConsole().Width(80);
        parts.Write(FittedTable.Of(ExperimentTable.Columns, documents, 80, TableBorder.Simple, isWide: false));
        Assert.Equal(parts.Output, whole.Output);
    }

    [Theory]
    [InlineData(110, "experiment k7m2xq ━", " 25/100  loss 1.0342  accuracy 0.694  left 1m05s")]
    [InlineData(70, "━", " 25/100  loss 1.0342  accuracy 0.694  left 1m05s")]
    [InlineData(60, "━", " 25/100  loss 1.0342  accuracy 0.694  left 1m05s")]
    [InlineData(50, "━", " 25/100  loss 1.0342  acc 0.694  1m05s")]
    [InlineData(40, "━", " 25/100  1.0342  0.694  1m05s")]
    [InlineData(30, "25/100  1.0342  0.694  1m05s", "25/100  1.0342  0.694  1m05s")]
    [InlineData(7, "25/100", "25/100")]
    [InlineData(3, "25/", "25/")]
    public void Progress_line_should_shorten_to_the_width_of_the_terminal(int width, string start, string end)
    {
        using var console = new TestConsole().Width(width);
        console.Write(ExperimentColumn.Line(Samples.Completed with { Iteration = 25 }, TimeSpan.FromSeconds(65), width));
        var line = Assert.Single(console.Lines);
        Assert.InRange(line.Length, 1, width);
        Assert.StartsWith(start, line, StringComparison.Ordinal);
        Assert.EndsWith(end, line, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_line_should_fit_any_width_when_numbers_are_long_and_the_state_is_told()
    {
        var document = Samples.Interrupted with
        {
            Iteration = 99_999_999,
            Spec = Samples.Interrupted.Spec with { Iterations = 100_000_000 }
        };
        for (var width = 1; width < 130; width++)
        {
            using var console = new TestConsole().Width(width);
            console.Write(ExperimentColumn.Line(document, TimeSpan.FromDays(123), width));
            Assert.InRange(Assert.Single(console.Lines).Length, 1, width);
        }
    }

    [Fact]
    public async Task Live_view_should_keep_to_one_line_when_the_terminal_has_60_columns()
    {
        using var console = new TestConsole().Width(60).Interactive();
        await new LiveView(console, TimeProvider.System).ShowAsync(Samples.Running());
        var frames = console.Lines.Where(line => line.Length > 0).ToList();
        Assert.NotEmpty(frames);
        Assert.All(frames, line => Assert.Matches(@"━.* \d+/100  .*\d s$|╌.* \d+/100  .*[-\d s]$", line.TrimEnd()));
    }

    [Fact]
    public void Table_should_fit_80_columns_and_break_no_number_when_numbers_are_as_long_as_they_may_be()
    {
        var spec = Samples.Completed.Spec with
        {
            Iterations = 20_000,
            BatchSize = 64,
            LearningRate = 0.0125,
            HiddenSize = 20_000
        };
        var usual = Samples.Interrupted with { Id = "1234", Iteration = 12_345, Spec = spec };
        var longest = usual with
        {
            Iteration = 99_999_999,
            Spec = spec with
            {
                Iterations = 100_000_000,
                BatchSize = 1_000_000,
                LearningRate = 1.25e-7,
                HiddenSize = 1_000_000,
                Seed = ulong.MaxValue
            }
        };
        foreach (var document in (ExperimentDocument[])[usual, longest])
        {
            using var console = new TestConsole().Width(80);
            console.Write(ExperimentTable.Of([document], width: 80));
            Assert.All(console.Lines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));
            foreach (var whole in (string[])[$"{document.Spec.Iterations},", $"{document.Spec.BatchSize},",
                $"{document.Spec.Seed}", "interrupted", "2026-09-21"])
            {
                Assert.Contains(whole, console.Output, StringComparison.Ordinal);
            }
        }

        Approve("table-long", console => console.Write(ExperimentTable.Of([usual, longest], width: 80)), width: 80);
    }

    [Fact]
    public void Sweep_should_show_mean_deviation_interval_and_that_the_winner_is_ahead_with_every_seed() =>
        Approve("sweep-decided", console => SweepTable.Write(console, Samples.Sweep()));

    [Fact]
    public void Sweep_should_say_that_rows_cannot_be_told_apart_and_what_did_not_complete() => Approve(
        "sweep-open",
        console => SweepTable.Write(console, new SweepResult(null,
        [
            new RowResult(1, [.. Samples.Repeats(0.6, 0.7, 0.8),
                Samples.Interrupted with { State = "failed", Reason = "the loss is not finite" }]),
            new RowResult(2, [.. Samples.Repeats(0.61, 0.69, 0.83)
                .Select(run => run with { Spec = run.Spec with { Iterations = 120 } })]),
        ])));

    [Fact]
    public void Best_should_be_said_of_specs_not_of_the_rows_that_share_one()
    {
        var runs = Samples.Repeats(0.6, 0.7, 0.8, 0.62, 0.71, 0.81);
        var other = Samples.Repeats(0.5, 0.6, 0.7, 0.51, 0.61, 0.7)
            .Select(run => run with { Spec = run.Spec with { Iterations = 50 } });
        var result = new SweepResult(null,
            [new RowResult(1, [.. runs.Take(3)]), new RowResult(2, [.. runs.Skip(3)]), new RowResult(3, [.. other])]);
        Assert.StartsWith("best: rows 1 + 2 (100, 32, 0.05, 50), ahead of row 3 by 0.103 ± 0.005 (95 %, seed by seed)",
            SweepTable.Best(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_should_be_a_range_only_when_none_is_missing()
    {
        var runs = Samples.Repeats(0.6, 0.7, 0.8);
        Assert.Equal("1, 3", SweepTable.Seeds(new RowResult(1, [runs[0], runs[0] with { Id = "other" }, runs[2]])));
        Assert.Equal("1-3", SweepTable.Seeds(new RowResult(1, [runs[2], runs[0], runs[1]])));
    }

    [Fact]
    public void Live_sweep_should_show_the_runs_around_those_at_work_when_not_all_fit() => Approve("sweep-live", console =>
    {
        var runs = Enumerable.Range(1, 12).Select(row => new SweepRun(
            row,
            Samples.Spec,
            Samples.Completed with
            {
                State = row < 6 ? "completed" : row < 8 ? "running" : "queued",
                Iteration = row < 6 ? 100 : row < 8 ? 40 : 0
            },
            WasThere: row == 1)).ToList();
        console.Write(LiveSweepView.Picture(runs, "5 of 12 runs", room: 8, width: 80));
    });

    [Theory]
    [InlineData(null, "-")]
    [InlineData(double.NaN, "-")]
    [InlineData(0.6944999, "0.694")]
    [InlineData(1.0, "1.000")]
    public void Accuracy_should_have_three_decimals_or_be_a_dash(double? accuracy, string text) =>
        Assert.Equal(text, Figures.Accuracy(accuracy));

    [Theory]
    [InlineData(0.0123, "0.01 s")]
    [InlineData(59.96, "60.0 s")]
    [InlineData(83.0, "1 min 23 s")]
    [InlineData(7380.0, "2 h 03 min")]
    public void Duration_should_use_the_units_that_matter(double seconds, string text) =>
    Assert.Equal(text, Figures.Duration(seconds));

    [Fact]
    public void Chart_should_thin_a_long_curve_and_keep_both_ends()
    {
        var curve = Enumerable.Range(0, 1001).Select(i => new CurvePoint(i, 1, i / 1000.0)).ToList();
        Assert.Equal(
            [0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000],
            CurveThinning.Evenly(curve, 11).Select(point => point.Iteration));
    }

    private static void Approve(string name, Action<IAnsiConsole> write, int width = 160)
    {
        using var console = new TestConsole().Width(width);
        write(console);
        ApprovedText.Matches(name, console.Output);
    }
}
