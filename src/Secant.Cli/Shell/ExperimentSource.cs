using System.CommandLine;
using Secant.Actors.Journal;
using Secant.Core;
using Secant.Core.Forecasting;
using Secant.Lab.Contracts;

namespace Secant.Cli.Shell;

/// <summary>The experiments of a store here, or of a lab's.</summary>
/// <param name="Place">The folder, or the lab.</param>
/// <param name="Documents">What it holds, oldest first.</param>
internal sealed record ExperimentSource(string Place, IReadOnlyList<ExperimentDocument> Documents)
{
    /// <summary>Who writes to the store; null where nobody does, and of a lab.</summary>
    public StoreOwner? Writer { get; private init; }

    /// <summary>Reads the place that the options name.</summary>
    /// <param name="frame">The world outside.</param>
    /// <param name="parse">The command line.</param>
    /// <param name="store">Names a store.</param>
    /// <param name="join">Names a lab.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="isBrief">Whether the curves of what completed may be left out.</param>
    public static async Task<ExperimentSource> OpenAsync(
        CommandFrame frame, ParseResult parse, Option<string?> store, Option<string?> join, CancellationToken cancellation,
        bool isBrief = false)
    {
        if (parse.GetValue(join) is { } address)
        {
            await using var lab = JoinOption.Connect(parse, join, frame.Options(parse));
            return new ExperimentSource($"the lab at {address}",
                await lab.DocumentsAsync(cancellation, isBrief).ConfigureAwait(false));
        }

        return OfStore(frame, parse, store, isBrief);
    }

    /// <summary>Reads the store that the option names; what is damaged in it is named on standard error.</summary>
    public static ExperimentSource OfStore(CommandFrame frame, ParseResult parse, Option<string?> store, bool isBrief = false)
    {
        var reader = new StoreReader(frame.StoreFolder(parse, store));
        var documents = isBrief ? reader.ListBriefly() : reader.List();
        foreach (var damage in documents.Select(document => document.Damage).OfType<string>())
        {
            FailureReport.Line(frame.Context, damage);
        }

        return new ExperimentSource($"the store {reader.Folder}", documents) { Writer = reader.Writer() };
    }

    /// <summary>One experiment of the place that the options name; a lab tells how far it is now.</summary>
    /// <exception cref="SecantException">There is none (<see cref="Failure.Work"/>).</exception>
    public static async Task<ExperimentDocument> OneAsync(
        CommandFrame frame, ParseResult parse, Option<string?> store, Option<string?> join, string id,
        CancellationToken cancellation)
    {
        if (parse.GetValue(join) is null)
        {
            return OneOfStore(frame, parse, store, id);
        }

        await using var lab = JoinOption.Connect(parse, join, frame.Options(parse));
        return await lab.DocumentAsync(id, cancellation).ConfigureAwait(false);
    }

    /// <summary>One experiment of the store that the option names; what is damaged of it is named on standard error.</summary>
    /// <exception cref="SecantException">There is none (<see cref="Failure.Work"/>).</exception>
    public static ExperimentDocument OneOfStore(CommandFrame frame, ParseResult parse, Option<string?> store, string id)
    {
        var reader = new StoreReader(frame.StoreFolder(parse, store));
        var document = reader.Find(id) ?? throw None(id, $"the store {reader.Folder}");
        if (document.Damage is { } damage)
        {
            FailureReport.Line(frame.Context, damage);
        }

        return document;
    }

    /// <summary>The newest runs of the store that the option names that were forecast: as many as forecasts are judged by, and as
    /// many again that may not have ended.</summary>
    public static IReadOnlyList<ExperimentDocument> Forecast(CommandFrame frame, ParseResult parse, Option<string?> store) =>
        new StoreReader(frame.StoreFolder(parse, store)).List(submitted =>
            submitted.Where(one => one.Forecast is not null).TakeLast(2 * ForecastErrors.Newest).Select(one => one.Id));

    /// <exception cref="SecantException">There is none (<see cref="Failure.Work"/>).</exception>
    public ExperimentDocument Find(string id) => Documents.FirstOrDefault(document => document.Id == id) ?? throw None(id, Place);

    private static SecantException None(string id, string place) =>
        new(Failure.Work, $"no experiment '{id}' in {place}; 'secant list' shows what there is");
}
