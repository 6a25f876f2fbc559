using Secant.Core.Data;

namespace Secant.Cli.Shell;

/// <summary>Loads the data set of a command, showing a download where there is one.</summary>
internal static class DataLoading
{
    public static Task<DataSet> LoadAsync(Screens screens, DataCatalogue catalogue, string name,
        CancellationToken cancellation) =>
        catalogue.List().Any(entry => entry.Name == name && !entry.IsBuiltIn)
            ? DownloadView.ShowAsync(screens, progress => catalogue.LoadAsync(name, progress, cancellation))
            : catalogue.LoadAsync(name, null, cancellation);
}
