using System.CommandLine;
using Secant.Actors.Journal;
using Secant.Core;
using Secant.Lab.History;

namespace Secant.Cli.Shell;

/// <summary>Reads how an experiment went from a store here: whoever writes to it may be running.</summary>
internal static class TimelineSource
{
    /// <exception cref="SecantException">A lab was named, or there is no such experiment.</exception>
    public static TimelineDocument Read(CommandFrame frame, ParseResult parse, Argument<string> id, Option<string?> store,
        Option<string?> join) =>
        parse.GetValue(join) is null
            ? Read(frame.StoreFolder(parse, store), parse.GetValue(id)!)
            : throw new SecantException(Failure.Usage,
            "--timeline reads the store's files, so it takes no --join; on the lab's machine: --store DIR");

    /// <exception cref="SecantException">There is no such experiment (<see cref="Failure.Work"/>).</exception>
    public static TimelineDocument Read(string? folder, string id)
    {
        var reader = new StoreReader(folder);
        return reader.Timeline(id) ?? throw new SecantException(Failure.Work,
            $"no experiment '{id}' in the store {reader.Folder}; 'secant list' shows what there is");
    }
}
