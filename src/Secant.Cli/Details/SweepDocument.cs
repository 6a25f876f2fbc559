using Secant.Lab.Contracts;

namespace Secant.Cli.Details;

/// <summary>The JSON document of a sweep and of <c>run --repeat</c>.</summary>
/// <param name="Name">The sweep's name; null for repeats.</param>
/// <param name="Rows">A row for each spec.</param>
/// <param name="Best">The winner against the runner-up; null where there are no two specs to compare.</param>
/// <param name="Runs">Every run's document, row by row.</param>
internal sealed record SweepDocument(string? Name, IReadOnlyList<SweepRowDocument> Rows, BestDocument? Best,
    IReadOnlyList<ExperimentDocument> Runs);

/// <summary>A row: mean, standard deviation and 95 % interval of the test accuracy over its completed runs.</summary>
internal sealed record SweepRowDocument(
    int Row,
    SpecRecord Spec,
    IReadOnlyList<ulong> Seeds,
    IReadOnlyList<string> Ids,
    int Completed,
    double? Mean,
    double? StandardDeviation,
    double? Low,
    double? High);

/// <summary>
/// The lead of the best spec over the next, with its 95 % interval; decided where that lies above 0. A spec is named by the first
/// of its rows; the runs of all of them count.
/// </summary>
internal sealed record BestDocument(int Row, int RunnerUp, double Lead, double? Low, double? High, bool IsPaired, bool IsDecided);
