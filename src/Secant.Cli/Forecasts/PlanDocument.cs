using Secant.Lab.Contracts;

namespace Secant.Cli.Forecasts;

/// <summary>The JSON document of <c>plan</c>.</summary>
/// <param name="Name">The sweep's name; null for one spec.</param>
/// <param name="Rows">A row for each spec.</param>
/// <param name="Here">All that is new, on this machine; null where it cannot run it.</param>
/// <param name="Lab">The same on the lab; null where none was named.</param>
/// <param name="BookSeconds">The same the book's way: two whole forward passes for each parameter, in plain loops on one core
/// here.</param>
/// <param name="Growth">What other numbers would cost; empty for a sweep.</param>
/// <param name="History">How good past forecasts were.</param>
internal sealed record PlanDocument(
    string? Name,
    IReadOnlyList<PlanRow> Rows,
    PlaceForecast? Here,
    PlaceForecast? Lab,
    double BookSeconds,
    IReadOnlyList<GrowthRow> Growth,
    HistorySummary History)
{
    /// <summary>Why this machine cannot run it; null where it can.</summary>
    public string? Refusal { get; init; }
}

/// <summary>A spec.</summary>
/// <param name="Row">Its place, from 1.</param>
/// <param name="Spec">The spec, with its first seed.</param>
/// <param name="Runs">Its runs that the store here does not hold yet.</param>
/// <param name="Seconds">What a run takes here.</param>
/// <param name="PassMilliseconds">What a pass takes here.</param>
/// <param name="Parameters">D·H + H + H·C + C.</param>
/// <param name="ParameterBytes">What they come to in the store.</param>
/// <param name="BookSeconds">What a run takes the book's way.</param>
internal sealed record PlanRow(
    int Row, SpecRecord Spec, int Runs, double Seconds, double PassMilliseconds, long Parameters, long ParameterBytes,
    double BookSeconds)
{
    /// <summary>Its runs that the lab does not hold yet; null where no lab was named.</summary>
    public int? RunsThere { get; init; }
}

/// <summary>What all of it takes somewhere.</summary>
/// <param name="Seconds">From the first run's start to the last one's end.</param>
/// <param name="LowSeconds">Nine in ten take longer.</param>
/// <param name="HighSeconds">Nine in ten take less.</param>
/// <param name="PassMilliseconds">A pass; null for a sweep.</param>
/// <param name="Cores">Cores that compute.</param>
/// <param name="Nodes">Nodes that lend them.</param>
/// <param name="MemoryBytes">What the largest process occupies.</param>
/// <param name="WireBytesAPass">Over the wire in a pass, both ways, all nodes together; null for a sweep.</param>
/// <param name="WireBytes">Over the wire in all, data sets not counted.</param>
internal sealed record PlaceForecast(
    double Seconds,
    double LowSeconds,
    double HighSeconds,
    double? PassMilliseconds,
    int Cores,
    IReadOnlyList<string> Nodes,
    long MemoryBytes,
    long? WireBytesAPass,
    long WireBytes);

/// <summary>One of the four numbers, changed alone.</summary>
/// <param name="Number">Which: iterations, batch, rate or hidden.</param>
/// <param name="Costs">Its values, ascending, with what each costs.</param>
internal sealed record GrowthRow(string Number, IReadOnlyList<GrowthCost> Costs);

/// <summary>What a run costs with another value of one number.</summary>
/// <param name="Value">The value.</param>
/// <param name="Seconds">Here; null where this machine cannot run it.</param>
/// <param name="BookSeconds">The book's way.</param>
internal sealed record GrowthCost(double Value, double? Seconds, double BookSeconds)
{
    /// <summary>Why this machine cannot run it; null where it can.</summary>
    public string? Refusal { get; init; }
}

/// <summary>How good past forecasts were.</summary>
/// <param name="Forecasts">Runs that were forecast and have ended.</param>
/// <param name="Within25Percent">How many of them took between 0.75 and 1.25 times what was forecast.</param>
/// <param name="MedianRatio">Median of what a run took over what was forecast.</param>
internal sealed record HistorySummary(int Forecasts, int Within25Percent, double? MedianRatio);
