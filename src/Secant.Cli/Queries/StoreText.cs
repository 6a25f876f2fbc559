using Secant.Actors.Maintenance;
using Secant.Cli.Terminal;
using Secant.Core;

namespace Secant.Cli.Queries;

/// <summary>What is said of a store.</summary>
internal static class StoreText
{
    public static string Sound(StoreFindings findings)
    {
        if (!findings.Exists)
        {
            return $"no store in {findings.Folder} yet";
        }

        var parts = new List<string>
        {
            $"{Counted.Of(findings.Events, "event")} of {Counted.Of(findings.Experiments, "experiment")}",
            $"{Counted.Of(findings.Checkpoints, "checkpoint")} whole",
        };
        if (findings.Dropped > 0)
        {
            parts.Add($"parameters of {findings.Dropped} dropped");
        }

        if (findings.Leftovers > 0)
        {
            parts.Add($"{Counted.Of(findings.Leftovers, "chunk")} left over, to be deleted by the next run");
        }

        return $"the store {findings.Folder} is sound: {string.Join(", ", parts)}, {Figures.Bytes(findings.Bytes)}";
    }

    public static IEnumerable<string> Of(RepairReport report)
    {
        if (report.Kept is null)
        {
            return [$"nothing to repair in {report.Findings.Folder}"];
        }

        return
        [
            .. report.Findings.Damage.Select(line => $"found    {line}"),
            .. report.Dropped.Select(line => $"dropped  {line}"),
            $"repaired {report.Findings.Folder}; the damaged files are in {report.Kept}",
        ];
    }

    public static string Of(CompactReport report) =>
        $"{report.Folder}: {Figures.Bytes(report.BytesBefore)} before, {Figures.Bytes(report.BytesAfter)} after"
        + (report.Dropped.Count == 0 ? ""
        : $"; dropped the parameters of {Counted.Of(report.Dropped.Count, "experiment")}: {string.Join(", ", report.Dropped)}");
}
