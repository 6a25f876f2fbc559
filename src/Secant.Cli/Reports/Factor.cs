using System.Globalization;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;
using Secant.Core.Statistics;
using Secant.Lab.Contracts;

namespace Secant.Cli.Reports;

/// <summary>The four numbers, in the order of the table of fields.</summary>
internal enum Number
{
    Iterations,
    Batch,
    Rate,
    Hidden,
}

/// <summary>One of the four numbers against the accuracy.</summary>
/// <param name="Number">Which.</param>
/// <param name="Specs">Its value and the accuracies of the runs, for each spec that has completed ones.</param>
/// <param name="Share">What it explains; null where that cannot be said.</param>
internal sealed record Factor(Number Number, IReadOnlyList<(double Value, IReadOnlyList<double> Accuracies)> Specs,
    VariationShare? Share)
{
    public static Factor Of(Number number, SweepResult result)
    {
        var specs = result.Specs.Where(spec => spec.Accuracy is not null)
            .Select(spec => (Value: Value(number, spec.Spec), Accuracies: (IReadOnlyList<double>)[.. spec.AccuracyBySeed.Values]))
            .ToList();
        return new Factor(number, specs, VariationShare.Of(specs));
    }

    /// <summary>A number of a spec.</summary>
    public static double Value(Number number, SpecRecord spec) =>
        Convert.ToDouble(SpecFields.All.Numbers[(int)number].Get(spec), CultureInfo.InvariantCulture);

    /// <summary>Its different values, ascending.</summary>
    public IReadOnlyList<double> Values => [.. Specs.Select(spec => spec.Value).Distinct().Order()];

    /// <summary>Completed runs.</summary>
    public int Runs => Specs.Sum(spec => spec.Accuracies.Count);
}
