using System.CommandLine;
using Secant.Actors.Checkpoints;
using Secant.Actors.Hosting.Configuration;
using Secant.Actors.Journal;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Lab.Contracts;

namespace Secant.Cli.Queries;

/// <summary><c>secant export ID</c>: the parameters of the last checkpoint, and the batches, for numpy.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandFrame frame)
    {
        var id = SharedOptions.Id();
        var store = SharedOptions.Store();
        var join = JoinOption.Create(isNeeded: false);
        var file = new Option<string?>("--out") { Description = "file to write [default: ID.npz here]", HelpName = "F.npz" };
        var noBatches = new Option<bool>("--no-batches") { Description = "leave out which images each pass was given" };
        var command = new Command("export", "parameters and batches as an .npz for numpy: W1, b1, W2, b2, batches") { id, file,
            noBatches, store, join };
        command.Exclude(join, store);
        command.SetAction(async (parse, cancellation) =>
        {
            var (parameters, spec, trainCount) = parse.GetValue(join) is null
                ? await FromStoreAsync(frame, ExperimentSource.OneOfStore(frame, parse, store, parse.GetValue(id)!),
                frame.StoreFolder(parse, store), frame.Options(parse), cancellation).ConfigureAwait(false)
                : await FromLabAsync(frame, parse, join, parse.GetValue(id)!, cancellation).ConfigureAwait(false);
            var target = Path.GetFullPath(parse.GetValue(file) ?? $"{parse.GetValue(id)}.npz");
            NpzFile.Write(target, ParameterExport.Arrays(parameters, spec, trainCount, !parse.GetValue(noBatches)));
            frame.Context.Output.WritePlainLine(target);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<(Parameters Parameters, ExperimentSpec Spec, int TrainCount)> FromLabAsync(
        CommandFrame frame, ParseResult parse, Option<string?> join, string id, CancellationToken cancellation)
    {
        await using var lab = JoinOption.Connect(parse, join, frame.Options(parse));
        var (sizes, parameters) = await lab.ParametersAsync(id, cancellation).ConfigureAwait(false);
        Warn(frame, sizes.Damage);
        return (parameters, sizes.Spec.ToSpec(), sizes.TrainCount);
    }

    private static async Task<(Parameters Parameters, ExperimentSpec Spec, int TrainCount)> FromStoreAsync(
        CommandFrame frame, ExperimentDocument document, string? folder, SecantOptions options, CancellationToken cancellation)
    {
        var id = document.Id;
        var checkpoint = new StoreReader(folder).ReadCheckpoint(id) ?? throw new SecantException(
            Failure.Work, $"experiment {id} has no checkpoint yet; 'secant resume {id}' goes on with it");
        Warn(frame, checkpoint.Damage);
        var spec = document.Spec.ToSpec();
        var data = await LoadAsync(CommandFrame.Catalogue(options), document, cancellation).ConfigureAwait(false);
        return (CheckpointParameters.Assemble(checkpoint, new NetShape(data.Dimension, spec.HiddenSize, data.Classes)), spec,
            data.Train.Count);
    }

    private static void Warn(CommandFrame frame, string? damage)
    {
        if (damage is not null)
        {
            FailureReport.Line(frame.Context, damage);
        }
    }

    // The shapes of the net and the range of the batches are the data set's.
    private static async Task<DataSet> LoadAsync(DataCatalogue catalogue, ExperimentDocument document,
        CancellationToken cancellation)
    {
        var data = await catalogue.LoadAsync(document.Spec.Data, cancellation: cancellation).ConfigureAwait(false);
        return data.Sha256 == document.Spec.DataSha256
            ? data
            : throw new SecantException(
                Failure.Data,
                $"{document.Spec.Data} is not what experiment {document.Id} was trained on: expected checksum "
                    + $"{document.Spec.DataSha256}, found {data.Sha256}");
    }
}
