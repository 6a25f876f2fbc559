using Secant.Cli.Forecasts;
using Secant.Cli.Plans;
using Secant.Cli.Terminal;
using Secant.Lab.Contracts;
using Spectre.Console;
using Spectre.Console.Testing;

namespace Secant.Cli.Tests.Details;

public sealed class ForecastRenderingTests
{
    private static readonly ForecastRecord Forecast = new(0.8, 0.6, 1, 0.55, 2);

    [Fact]
    public void Plan_should_show_here_the_lab_the_book_and_what_other_numbers_cost() =>
        Approve("plan", console => PlanText.Write(console, One()));

    [Fact]
    public void Plan_should_show_a_row_for_each_spec_of_a_sweep() => Approve("plan-sweep", console =>
    {
        var plan = One();
        var second = plan.Rows[0] with { Row = 2, Runs = 5, Seconds = 3.2, BookSeconds = 360_000 };
        PlanText.Write(console, plan with
        {
            Name = "수업",
            Rows = [plan.Rows[0], second],
            Here = plan.Here! with { PassMilliseconds = null, WireBytesAPass = null },
            Lab = null,
            BookSeconds = 1_850_000,
            Growth = [],
            History = new HistorySummary(12, 11, 1.04),
        });
    });

    [Fact]
    public void History_should_show_each_run_and_how_many_forecasts_were_good() =>
    Approve("history", console => HistoryTable.Write(
        console,
        PastForecast.Of(
        [
            Samples.Completed with { Forecast = Forecast },
            Samples.Completed with { Id = "2", Forecast = Forecast with { Seconds = 0.5 } },
            Samples.Completed with { Id = "no forecast" },
            Samples.Completed with { Id = "crashed", Forecast = Forecast, Recoveries = 1 },
            Samples.Completed with { Id = "flat", Forecast = Forecast, Iteration = 50 },
            Samples.Interrupted with { Forecast = Forecast },
        ])));

    [Theory]
    [InlineData(1.043, "4 % longer")]
    [InlineData(0.9, "10 % less")]
    [InlineData(1.004, "as long as that")]
    public void Error_should_be_said_in_words(double ratio, string words) => Assert.Equal(words, ForecastText.Off(ratio));

    [Theory]
    [InlineData(7_380.0, "2 h 03 min")]
    [InlineData(200_000.0, "2 days")]
    [InlineData(1e9, "32 years")]
    [InlineData(1e13, "3.2e+5 years")]
    public void Long_times_should_be_rough(double seconds, string text) => Assert.Equal(text, Figures.Long(seconds));

    private static PlanDocument One() => new(
        null,
        [new PlanRow(1, SpecRecord.From(Samples.Spec), 1, 0.8, 0.55, 39_760, 318_080, 5_000)],
        new PlaceForecast(0.8, 0.6, 1, 0.55, 2, ["desk"], 150L << 20, 0, 0),
        new PlaceForecast(0.5, 0.3125, 0.8, 0.4, 8, ["lab-01", "lab-02"], 120L << 20, 18_350, 3_100_000),
        5_000,
        [
            new GrowthRow("iterations", [new GrowthCost(50, 0.4, 2_500), new GrowthCost(100, 0.8, 5_000),
                new GrowthCost(200, 1.6, 10_000), new GrowthCost(1_000, 8, 50_000)]),
            new GrowthRow("batch",
                [new GrowthCost(1, 0.8, 5_000), new GrowthCost(2, 1.5, 10_000), new GrowthCost(10, 7.5, 50_000)]),
            new GrowthRow("rate", [new GrowthCost(0.025, 0.8, 5_000), new GrowthCost(0.05, 0.8, 5_000),
                new GrowthCost(0.1, 0.8, 5_000), new GrowthCost(0.5, 0.8, 5_000)]),
        ],
        new HistorySummary(0, 0, null));

    private static void Approve(string name, Action<IAnsiConsole> write)
    {
        using var console = new TestConsole().Width(160);
        write(console);
        ApprovedText.Matches(name, console.Output);
    }
}
