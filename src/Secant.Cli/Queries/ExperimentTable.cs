using System.Globalization;
using Secant.Cli.Details;
using Secant.Cli.Terminal;
using Secant.Lab.Contracts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Secant.Cli.Queries;

/// <summary>Experiments as a table, one a row, that fits a terminal of 80 columns; a narrower one gets fewer columns.</summary>
internal static class ExperimentTable
{
    private const int ManyRows = 100;

    // What has words breaks between them before a number is broken.
    internal static readonly FittedColumn<ExperimentDocument>[] Columns =
    [
        new("id", document => document.Id) { IsWhole = true },
        new("state", State),
        new("numbers", document => ResultRow.Numbers(document.Spec)),
        new("seed", document => document.Spec.Seed.ToString(CultureInfo.InvariantCulture)) { IsNumber = true, Needs = 48 },
        new("accuracy", document => Figures.Accuracy(
            document.TestAccuracy ?? (document.Curve is [.., var last] ? last.TestAccuracy : null))) { IsNumber = true },
        new("when", document => Figures.Moment(document.SubmittedAtUnixMilliseconds, TimeZoneInfo.Local)) { Needs = 60 },
    ];

    /// <param name="documents">The rows.</param>
    /// <param name="width">The terminal's, in columns.</param>
    public static IRenderable Of(IReadOnlyCollection<ExperimentDocument> documents, int width) =>
        documents.Count > ManyRows && LongTable.Of(Columns, documents, width) is { } table ? table
        : FittedTable.Of(Columns, documents, width, TableBorder.Simple, isWide: false);

    // How far it came, where that is not all of it; a share, as iterations may be of nine digits.
    private static string State(ExperimentDocument document) =>
        document.Iteration == 0 || document.Iteration >= document.Spec.Iterations
        ? document.State
        : string.Create(CultureInfo.InvariantCulture,
        $"{document.State} at {100L * document.Iteration / document.Spec.Iterations} %");
}
