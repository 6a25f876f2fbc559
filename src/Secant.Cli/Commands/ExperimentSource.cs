using System.CommandLine;
using Secant.Actors.Journal;
using Secant.Actors.Monitoring;
using Secant.Core;

namespace Secant.Cli.Commands;

/// <summary>The experiments of a store here, or of a lab's.</summary>
/// <param name="Place">The folder, or the lab.</param>
/// <param name="Documents">What it holds, oldest first.</param>
internal sealed record ExperimentSource(string Place, IReadOnlyList<ExperimentDocument> Documents)
{
    /// <summary>Who writes to the store; null where nobody does, and of a lab.</summary>
    public StoreOwner? Writer { get; private init; }

    /// <summary>Reads the place that the options name.</summary>
    public static async Task<ExperimentSource> OpenAsync(
        CommandFrame frame, ParseResult parse, Option<string?> store, Option<string?> join, CancellationToken cancellation)
    {
        if (parse.GetValue(join) is { } address)
        {
            await using var lab = JoinOption.Connect(parse, join, frame.Options(parse));
            return new ExperimentSource($"the lab at {address}", await lab.DocumentsAsync(cancellation).ConfigureAwait(false));
        }

        return OfStore(frame, parse, store);
    }

    /// <summary>Reads the store that the option names; what is damaged in it is named on standard error.</summary>
    public static ExperimentSource OfStore(CommandFrame frame, ParseResult parse, Option<string?> store)
    {
        var reader = new StoreReader(frame.StoreFolder(parse, store));
        var documents = reader.List();
        foreach (var damage in documents.Select(document => document.Damage).OfType<string>())
        {
            FailureReport.Line(frame.Context, damage);
        }

        return new ExperimentSource($"the store {reader.Folder}", documents) { Writer = reader.Writer() };
    }

    /// <summary>One experiment of the place that the options name; a lab tells how far it is now.</summary>
    /// <exception cref="SecantException">There is none (<see cref="Failure.Work"/>).</exception>
    public static async Task<ExperimentDocument> OneAsync(
        CommandFrame frame, ParseResult parse, Option<string?> store, Option<string?> join, string id, CancellationToken cancellation)
    {
        if (parse.GetValue(join) is null)
        {
            return (await OpenAsync(frame, parse, store, join, cancellation).ConfigureAwait(false)).Find(id);
        }

        await using var lab = JoinOption.Connect(parse, join, frame.Options(parse));
        return await lab.DocumentAsync(id, cancellation).ConfigureAwait(false);
    }

    /// <exception cref="SecantException">There is none (<see cref="Failure.Work"/>).</exception>
    public ExperimentDocument Find(string id) =>
        Documents.FirstOrDefault(document => document.Id == id)
        ?? throw new SecantException(Failure.Work, $"no experiment '{id}' in {Place}; 'secant list' shows what there is");
}
