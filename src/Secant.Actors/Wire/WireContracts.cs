using System.Runtime.Serialization;
using Secant.Lab.Contracts;

namespace Secant.Actors.Wire;

/// <summary>
/// Every message that crosses machines. What changes its meaning gets the next number, and <see cref="WireVersion"/> is raised
/// with it.
/// </summary>
public static class WireContracts
{
    public static ContractTable Table { get; } = new(
        "the wire",
        ("blob.get-chunk.1", typeof(BlobProtocol.GetChunk)),
        ("blob.chunk.1", typeof(BlobProtocol.Chunk)),
        ("blob.missing.1", typeof(BlobProtocol.Missing)),
        ("blob.got-all.1", typeof(BlobProtocol.GotAll)),
        ("node.register.1", typeof(NodeProtocol.Register)),
        ("node.welcome.1", typeof(NodeProtocol.Welcome)),
        ("node.refused.1", typeof(NodeProtocol.Refused)),
        ("node.pulse.1", typeof(NodeProtocol.Pulse)),
        ("node.resize.1", typeof(NodeProtocol.ResizeWorker)),
        ("node.leaving.1", typeof(NodeProtocol.Leaving)),
        ("node.released.1", typeof(NodeProtocol.Released)),
        ("node.unknown.1", typeof(NodeProtocol.Unknown)),
        ("node.start-worker.1", typeof(NodeProtocol.StartWorker)),
        ("node.stop-worker.1", typeof(NodeProtocol.StopWorker)),
        ("node.fetch-data.1", typeof(NodeProtocol.FetchData)),
        ("node.data.1", typeof(NodeProtocol.Data)),
        ("worker.open-slice.1", typeof(WorkerProtocol.OpenSlice)),
        ("worker.slice-values.1", typeof(WorkerProtocol.SliceValues)),
        ("worker.replay.1", typeof(WorkerProtocol.Replay)),
        ("worker.pass.1", typeof(WorkerProtocol.Pass)),
        ("worker.evaluate.1", typeof(WorkerProtocol.Evaluate)),
        ("worker.copy-slices.1", typeof(WorkerProtocol.CopySlices)),
        ("worker.forget.1", typeof(WorkerProtocol.Forget)),
        ("worker.ready.1", typeof(WorkerProtocol.Ready)),
        ("worker.answer.1", typeof(WorkerProtocol.Answer)),
        ("worker.evaluated.1", typeof(WorkerProtocol.Evaluated)),
        ("worker.slice-copied.1", typeof(WorkerProtocol.SliceCopied)),
        ("worker.diverged.1", typeof(WorkerProtocol.Diverged)),
        ("worker.gave-up.1", typeof(WorkerProtocol.GaveUp)),
        ("lab.submit.1", typeof(LabProtocol.Submit)),
        ("lab.need-data.1", typeof(LabProtocol.NeedData)),
        ("lab.offer-data.1", typeof(LabProtocol.OfferData)),
        ("lab.file-under.1", typeof(LabProtocol.FileUnder)),
        ("lab.submitted.1", typeof(LabProtocol.Submitted)),
        ("lab.get-documents.1", typeof(LabProtocol.GetDocuments)),
        ("lab.documents.1", typeof(LabProtocol.Documents)),
        ("lab.get-parameters.1", typeof(LabProtocol.GetParameters)),
        ("lab.parameters.1", typeof(LabProtocol.Parameters)),
        ("lab.denied.1", typeof(LabProtocol.Denied)),
        ("lab.not-stored.1", typeof(LabProtocol.NotStored)),
        ("lab.get-document.1", typeof(LabProtocol.GetDocument)),
        ("lab.document.1", typeof(LabProtocol.Document)),
        ("lab.change.1", typeof(LabProtocol.Change)),
        ("lab.drain.1", typeof(LabProtocol.Drain)),
        ("lab.done.1", typeof(LabProtocol.Done)),
        ("lab.get-cores.1", typeof(LabProtocol.GetCores)),
        ("lab.cores.1", typeof(LabProtocol.Cores)),
        ("lab.get-status.1", typeof(LabProtocol.GetStatus)),
        ("lab.status.1", typeof(LabProtocol.Status)));

    /// <exception cref="SerializationException">
    /// The manifest is not in the table, the bytes are not of its type, or something that the type says is there is not.
    /// </exception>
    public static object Decode(string manifest, ReadOnlyMemory<byte> bytes)
    {
        var message = Table.Decode(manifest, bytes);
        return RequiredMembers.FirstMissing(message) is { } missing
            ? throw new SerializationException($"'{manifest}' of the wire lacks {missing}")
            : message;
    }
}
