using Secant.Core.Data;
using Secant.Core.Networks;
using Secant.Lab.Contracts;

namespace Secant.Cli.Reports;

/// <summary>What a report says of a data set.</summary>
/// <param name="TrainImages">Images that batches were drawn from.</param>
/// <param name="TestImages">Images that accuracy was measured on.</param>
/// <param name="Inputs">Pixels an image, D.</param>
/// <param name="Classes">Outputs of a net, C.</param>
internal sealed record DataFacts(int TrainImages, int TestImages, int Inputs, int Classes)
{
    public static DataFacts Of(DataSet data) => new(data.Train.Count, data.Test.Count, data.Dimension, data.Classes);

    /// <summary>The data sets of some specs by their checksum: those that are on this machine, as nothing is fetched for a
    /// report.</summary>
    public static async Task<IReadOnlyDictionary<string, DataFacts>> FindAsync(DataCatalogue catalogue,
        IEnumerable<SpecRecord> specs, CancellationToken cancellation)
    {
        var found = new Dictionary<string, DataFacts>(StringComparer.Ordinal);
        foreach (var spec in specs.DistinctBy(spec => (spec.Data, spec.DataSha256)))
        {
            if (await catalogue.FindAsync(spec.Data, cancellation).ConfigureAwait(false) is { } data
                && data.Sha256 == spec.DataSha256)
            {
                found[data.Sha256] = Of(data);
            }
        }

        return found;
    }

    public NetShape Net(int hidden) => new(Inputs, hidden, Classes);
}
