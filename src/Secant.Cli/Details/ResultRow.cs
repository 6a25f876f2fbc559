using Secant.Cli.Terminal;
using Secant.Lab.Contracts;

namespace Secant.Cli.Details;

/// <summary>One experiment in the form of the report: <c>100, 32, 0.05, 50 : 0.694</c>.</summary>
internal static class ResultRow
{
    public static string Of(ExperimentDocument document) =>
        $"{Numbers(document.Spec)} : {Figures.Accuracy(document.TestAccuracy)}";

    /// <summary>The four numbers alone.</summary>
    public static string Numbers(SpecRecord spec) =>
        string.Join(", ", SpecFields.All.Numbers.Select(field => field.Text(spec)));
}
