using System.Globalization;
using Secant.Cli.Details;
using Secant.Cli.Terminal;
using Secant.Lab.Contracts;

namespace Secant.Cli.Reports;

/// <summary>Where a run came from and how to have it again, a text a column of
/// <see cref="ReportWords.ProvenanceHeads"/>.</summary>
internal static class ProvenanceRow
{
    public static IReadOnlyList<string> Of(ExperimentDocument run, ReportWords words) =>
    [
        run.Id,
        run.Spec.Seed.ToString(CultureInfo.InvariantCulture),
        Figures.Accuracy(run.TestAccuracy),
        $"{run.Spec.Data} ({(run.Spec.DataSha256.Length > 0 ? run.Spec.DataSha256 : Figures.Unknown)})",
        run.Build is { } build ? $"{build.Version} ({build.Commit ?? words.CommitUnknown}), {build.Runtime}, {build.Os}"
            : Figures.Unknown,
        run.Build?.Cpu ?? Figures.Unknown,
        (run.Nodes?.ToString(CultureInfo.InvariantCulture) ?? Figures.Unknown)
            + (run.NodeNames.Count > 0 ? $" ({string.Join(", ", run.NodeNames)})" : ""),
        run.Recoveries.ToString(CultureInfo.InvariantCulture),
        run.Fingerprint ?? Figures.Unknown,
        SpecCommandLine.Of(run.Spec),
        run.Note ?? "",
    ];
}
