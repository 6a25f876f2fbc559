using Secant.Core.Data;
using Spectre.Console;

namespace Secant.Cli.Queries;

/// <summary>The data sets known by name.</summary>
internal static class DataTable
{
    public static Table Of(IEnumerable<CatalogueEntry> entries)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "what it is", "where");
        foreach (var entry in entries)
        {
            table.AddRow(new Text(entry.Name), new Text(entry.Description), new Text(Place(entry)));
        }

        return table;
    }

    private static string Place(CatalogueEntry entry) => entry switch
    {
        { IsBuiltIn: true } => "built in",
        { Folder: { } folder } => folder,
        _ => $"not here: secant data fetch {entry.Name}",
    };
}
