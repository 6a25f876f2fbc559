using System.CommandLine;
using Secant.Actors.Journal;
using Secant.Actors.Monitoring;
using Secant.Cli.Exporting;
using Secant.Cli.Rendering;
using Secant.Core;
using Secant.Core.Data;
using Secant.Core.Networks;

namespace Secant.Cli.Commands;

/// <summary><c>secant export ID</c>: the parameters of the last checkpoint, and the batches, for numpy.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandFrame frame)
    {
        var id = SharedOptions.Id();
        var store = SharedOptions.Store();
        var file = new Option<string?>("--out") { Description = "file to write [default: ID.npz here]", HelpName = "F.npz" };
        var noBatches = new Option<bool>("--no-batches") { Description = "leave out which images each pass was given" };
        var command = new Command("export", "parameters and batches as an .npz for numpy: W1, b1, W2, b2, batches") { id, file, noBatches, store };
        command.SetAction(async (parse, cancellation) =>
        {
            var options = frame.Options(parse);
            var reader = new StoreReader(frame.StoreFolder(parse, store));
            var document = ExperimentLookup.Find(reader, parse.GetValue(id)!);
            var checkpoint = reader.ReadCheckpoint(document.Id) ?? throw new SecantException(
                Failure.Work, $"experiment {document.Id} has no checkpoint yet; 'secant resume {document.Id}' goes on with it");
            if (checkpoint.Damage is { } damage)
            {
                FailureReport.Line(frame.Context, damage);
            }

            var spec = document.Spec.ToSpec();
            var data = await LoadAsync(CommandFrame.Catalogue(options), document, cancellation).ConfigureAwait(false);
            var parameters = CheckpointParameters.Assemble(checkpoint, new NetShape(data.Dimension, spec.HiddenSize, data.Classes));
            var target = Path.GetFullPath(parse.GetValue(file) ?? $"{document.Id}.npz");
            NpzFile.Write(target, ParameterExport.Arrays(parameters, spec, data.Train.Count, !parse.GetValue(noBatches)));
            frame.Context.Output.WritePlainLine(target);
            return ExitCode.Done;
        });
        return command;
    }

    // The shapes of the net and the range of the batches are the data set's.
    private static async Task<DataSet> LoadAsync(DataCatalogue catalogue, ExperimentDocument document, CancellationToken cancellation)
    {
        var data = await catalogue.LoadAsync(document.Spec.Data, cancellation: cancellation).ConfigureAwait(false);
        return data.Sha256 == document.Spec.DataSha256
            ? data
            : throw new SecantException(
                Failure.Data,
                $"{document.Spec.Data} is not what experiment {document.Id} was trained on: expected checksum {document.Spec.DataSha256}, found {data.Sha256}");
    }
}
