using Akka.Actor;
using Secant.Actors.Wire;
using Secant.Core.Data;
using Secant.Lab.Contracts;
using Secant.Lab.Scheduling;
using static Secant.Lab.Contracts.LabProtocol;

namespace Secant.Actors.Coordination;

/// <summary>What a lab answers from its library: documents page by page, parameters, data sets. Its methods may run beside the
/// lab.</summary>
internal sealed class LibraryAnswers(ILabLibrary library, IPayloads payloads)
{
    // Points of curves that one answer carries, with a document counted as some: well under a frame.
    private const int PointsAPage = 5_000;
    private const int PointsADocument = 50;

    private readonly Dictionary<bool, Task<IReadOnlyList<ExperimentDocument>>> _listings = [];

    /// <summary>A page of all experiments. The store is read with the first page, and the later ones are of the same
    /// reading.</summary>
    public async Task<Documents> PageAsync(GetDocuments get)
    {
        var listing = _listings.GetValueOrDefault(get.IsBrief);
        _listings[get.IsBrief] = listing = get.From == 0 || listing is null || listing.IsFaulted
            ? library.DocumentsAsync(get.IsBrief) : listing;
        var all = await listing.ConfigureAwait(false);
        return new Documents([.. Page(all.Skip(get.From))], all.Count);
    }

    /// <summary>The next page is of a new reading.</summary>
    public void ForgetListings() => _listings.Clear();

    /// <summary>The parameters of an experiment's last checkpoint.</summary>
    /// <returns><see cref="Parameters"/> or <see cref="Denied"/>.</returns>
    public async Task<object> ParametersAsync(string id)
    {
        if (await library.DocumentAsync(id).ConfigureAwait(false) is not { } document)
        {
            return Queue.UnknownTo(id);
        }

        if (await library.CheckpointAsync(id).ConfigureAwait(false) is not { } checkpoint)
        {
            return new Denied($"experiment '{id}' has no checkpoint yet; the first one comes within seconds of its start");
        }

        var data = (await library.GetAsync(document.Spec.DataSha256).ConfigureAwait(false)).Set;
        return new Parameters(
            checkpoint.Iteration,
            checkpoint.Fingerprint,
            data.Dimension,
            data.Classes,
            data.Train.Count,
            [.. checkpoint.Chunks.Select(
                chunk => new ParameterChunk(chunk.FirstGroup, chunk.GroupCount, payloads.Offer(chunk.Bytes)))],
            document.Spec,
            checkpoint.Damage);
    }

    /// <summary>Keeps a data set that somebody offers.</summary>
    public async Task KeepAsync(OfferData offer, IActorRef sender)
    {
        // All at once, so that none is let go of at the sender while it waits for the ones before.
        var parts = await Task.WhenAll(offer.Idx.Select(payload => payloads.ReadAsync(payload, sender))).ConfigureAwait(false);
        await library.AddAsync(offer.Sha256, offer.Name, IdxPayloads.Of(parts)).ConfigureAwait(false);
    }

    /// <summary>A document as it goes to an asker: to another process with so many points that the answer fits into a
    /// frame.</summary>
    public static Document Fitting(Document document, IActorRef asker) => asker.Path.Address.HasGlobalScope
        ? document with { Value = Thinned(document.Value) }
        : document;

    private static ExperimentDocument Thinned(ExperimentDocument document) =>
        document with { Curve = CurveThinning.Evenly(document.Curve, CurveThinning.MostInAnAnswer) };

    // As many documents as fit into one answer, at least one.
    private static IEnumerable<ExperimentDocument> Page(IEnumerable<ExperimentDocument> documents)
    {
        var points = 0;
        foreach (var document in documents.TakeWhile(_ => points < PointsAPage).Select(Thinned))
        {
            points += PointsADocument + document.Curve.Count;
            yield return document;
        }
    }
}
