using System.CommandLine;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Core.Data;

namespace Secant.Cli.Queries;

/// <summary><c>secant data</c>: which data sets there are, and where.</summary>
internal static class DataCommand
{
    public static Command Create(CommandFrame frame)
    {
        var command = new Command("data", "data sets: list, fetch, path") { List(frame), Fetch(frame), Where(frame) };
        command.SetAction(parse => WriteList(frame, parse));
        return command;
    }

    private static Command List(CommandFrame frame)
    {
        var command = new Command("list", "the data sets known by name, and which of them are on this machine");
        command.SetAction(parse => WriteList(frame, parse));
        return command;
    }

    private static Command Fetch(CommandFrame frame)
    {
        var name = Name();
        var quiet = SharedOptions.Quiet();
        var command = new Command("fetch", "download a data set, or check the one that is here, and print its folder") { name,
            quiet };
        command.SetAction(async (parse, cancellation) =>
        {
            var catalogue = CommandFrame.Catalogue(frame.Options(parse));
            var screens = new Screens(frame.Context, IsJson: false, parse.GetValue(quiet)) { IsOutputForPrograms = true };
            var folder = await DownloadView.ShowAsync(
                screens,
                progress => catalogue.FetchAsync(parse.GetValue(name)!, progress, cancellation)).ConfigureAwait(false);
            frame.Context.Output.WritePlainLine(folder ?? $"{parse.GetValue(name)} is built in");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Where(CommandFrame frame)
    {
        var name = Name();
        var command = new Command("path", "print the folder of a data set that is on this machine") { name };
        command.SetAction(parse =>
        {
            var asked = parse.GetValue(name)!;
            var catalogue = CommandFrame.Catalogue(frame.Options(parse));
            var folder = catalogue.Locate(asked) ?? throw new SecantException(Failure.Data, Missing(catalogue, asked));
            frame.Context.Output.WritePlainLine(folder);
            return ExitCode.Done;
        });
        return command;
    }

    private static string Missing(DataCatalogue catalogue, string name) =>
        catalogue.List().FirstOrDefault(entry => entry.Name == name) switch
        {
            { IsBuiltIn: true } => $"{name} is built in and has no folder; use it with --data {name}",
            { } => $"{name} is not on this machine; 'secant data fetch {name}' downloads it",
            _ => $"{name} holds no complete data set: expected four IDX files, train and t10k, images and labels",
        };

    private static int WriteList(CommandFrame frame, ParseResult parse)
    {
        frame.Context.Output.Write(DataTable.Of(CommandFrame.Catalogue(frame.Options(parse)).List()));
        return ExitCode.Done;
    }

    private static Argument<string> Name() =>
        new("NAME") { Description = "mnist-10k, mnist, fashion-mnist, or a folder of IDX files" };
}
