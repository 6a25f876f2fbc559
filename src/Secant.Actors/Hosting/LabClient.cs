using System.Globalization;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Secant.Actors.Checkpoints;
using Secant.Actors.Wire;
using Secant.Core;
using Secant.Core.Data;
using Secant.Core.Networks;
using Secant.Lab.Contracts;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Hosting;

/// <summary>A client of a lab elsewhere: no cluster member, it asks and is answered.</summary>
public sealed class LabClient : ILab
{
    private static readonly TimeSpan DataPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(200);

    private readonly HostAddress _address;
    private readonly TimeSpan _patience;
    private readonly ActorSystem _system;
    private readonly IPayloads _payloads;
    private readonly IActorRef _lab;

    private LabClient(HostAddress address, ActorSystem system, Address lab, TimeSpan patience)
    {
        _address = address;
        _patience = patience;
        _system = system;
        _payloads = new BlobPayloads(system, new BlobOptions());
        _lab = Network.Lab(system, lab);
    }

    /// <summary>Makes ready to ask; nothing is sent yet.</summary>
    /// <param name="address">Where the lab listens.</param>
    /// <param name="logLevel">Akka's log level.</param>
    /// <param name="akka">What the operator sets.</param>
    /// <param name="patience">How long to wait for answers; null is the default.</param>
    /// <exception cref="SecantException">The host has no address.</exception>
    public static LabClient Connect(HostAddress address, string logLevel, Config akka, PatienceOptions? patience = null)
    {
        var located = address.Located();
        var config = ConfigurationFactory.ParseString($"akka.loglevel = {logLevel}").WithFallback(Network.ForClient(akka));
        var system = Systems.Create(ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config)), akka);
        return new LabClient(address, system, located.ToAkka(), (patience ?? new PatienceOptions()).Answer);
    }

    public async Task<string> SubmitAsync(Submission submission, CancellationToken cancellation)
    {
        var request = new LabProtocol.Submit(SpecRecord.From(submission.Spec), submission.Note, submission.Nodes,
            submission.Filing, submission.Forecast);
        var change = $"the experiment may be queued all the same: 'secant list --join {_address}' shows it";
        var answer = await AskAsync(request, DataPatience, cancellation, change).ConfigureAwait(false);
        if (answer is LabProtocol.NeedData && submission.Data is { } data)
        {
            var offer = new LabProtocol.OfferData(data.Sha256, data.Name,
                [.. data.ToIdx().InOrder.Select(payload => _payloads.Offer(payload))]);
            Expect<LabProtocol.Done>(await AskAsync(offer, DataPatience, cancellation,
                "the data set may be there all the same, and nothing is queued: submit it again").ConfigureAwait(false));
            answer = await AskAsync(request, DataPatience, cancellation, change).ConfigureAwait(false);
        }

        return Expect<LabProtocol.Submitted>(answer).Id;
    }

    public async IAsyncEnumerable<ExperimentDocument> FollowAsync(
        string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(FollowInterval);
        while (true)
        {
            var document = await DocumentAsync(id, cancellation).ConfigureAwait(false);
            yield return document;
            if (ExperimentStates.IsEnd(document.State) || ExperimentStates.IsStuck(document))
            {
                yield break;
            }

            await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
        }
    }

    public async Task FileAsync(string id, FilingRecord filing, CancellationToken cancellation) =>
        Expect<LabProtocol.Done>(await AskAsync(
            new LabProtocol.FileUnder(id, filing), _patience, cancellation,
                $"experiment {id} may be filed all the same: 'secant show {id} --join {_address}' shows it")
                    .ConfigureAwait(false));

    public async Task<ExperimentDocument> DocumentAsync(string id, CancellationToken cancellation) =>
        Expect<LabProtocol.Document>(
        await AskAsync(new LabProtocol.GetDocument(id), _patience, cancellation).ConfigureAwait(false)).Value;

    /// <summary>All experiments of the lab's store, oldest first.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="isBrief">Whether the curves of what completed may be left out.</param>
    public async Task<IReadOnlyList<ExperimentDocument>> DocumentsAsync(CancellationToken cancellation, bool isBrief = false)
    {
        var all = new List<ExperimentDocument>();
        while (true)
        {
            var page = Expect<LabProtocol.Documents>(
                await AskAsync(new LabProtocol.GetDocuments(all.Count, isBrief), _patience, cancellation).ConfigureAwait(false));
            all.AddRange(page.Values ?? []);
            if (all.Count >= page.Total || page.Values is not { Length: > 0 })
            {
                return all;
            }
        }
    }

    /// <summary>The nodes that take work.</summary>
    public async Task<IReadOnlyList<LabProtocol.NodeCores>> CoresAsync(CancellationToken cancellation) =>
        Expect<LabProtocol.Cores>(await AskAsync(new LabProtocol.GetCores(), _patience, cancellation).ConfigureAwait(false)).Nodes
        ?? [];

    /// <summary>How the lab is.</summary>
    public Task<StatusDocument> StatusAsync(CancellationToken cancellation) => StatusAsync(0, _patience, cancellation);

    /// <summary>How the lab is, for somebody who asks again and again.</summary>
    /// <param name="eventsAfter">The newest event that is known; 0 for none.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<StatusDocument> StatusAsync(long eventsAfter, TimeSpan patience, CancellationToken cancellation) =>
        Expect<LabProtocol.Status>(await AskAsync(new LabProtocol.GetStatus { EventsAfter = eventsAfter }, patience, cancellation)
        .ConfigureAwait(false)).Value;

    /// <summary>Pauses, continues or cancels an experiment.</summary>
    /// <returns>How things stand, in one line.</returns>
    public async Task<string> ChangeAsync(string id, LabProtocol.ChangeKind kind, CancellationToken cancellation) =>
        Expect<LabProtocol.Done>(await AskAsync(
            new LabProtocol.Change(id, kind), _patience, cancellation,
                $"it may be done all the same: 'secant show {id} --join {_address}' tells").ConfigureAwait(false)).Text;

    /// <summary>Has a node hand over what it holds.</summary>
    /// <returns>How things stand, in one line.</returns>
    public async Task<string> DrainAsync(string node, CancellationToken cancellation) =>
        Expect<LabProtocol.Done>(await AskAsync(
            new LabProtocol.Drain(node), _patience, cancellation,
                $"it may be done all the same: 'secant status --join {_address}' tells").ConfigureAwait(false)).Text;

    /// <summary>The parameters of an experiment's last checkpoint, verified by their fingerprint.</summary>
    public async Task<(LabProtocol.Parameters Sizes, Parameters Values)> ParametersAsync(string id,
        CancellationToken cancellation)
    {
        var sizes = Expect<LabProtocol.Parameters>(
            await AskAsync(new LabProtocol.GetParameters(id), DataPatience, cancellation).ConfigureAwait(false));

        // All at once, so that none is let go of at the lab while it waits for the ones before.
        var chunks = await Task.WhenAll((sizes.Chunks ?? []).Select(async chunk => new CheckpointChunk(
            chunk.FirstGroup, chunk.GroupCount, await _payloads.ReadAsync(chunk.Values, _lab).ConfigureAwait(false))))
                .ConfigureAwait(false);
        var checkpoint = new CheckpointContents(id, sizes.Iteration, sizes.Fingerprint, chunks, sizes.Damage);
        return (sizes, CheckpointParameters.Assemble(checkpoint,
            new NetShape(sizes.Inputs, sizes.Spec.HiddenSize, sizes.Classes)));
    }

    public async ValueTask DisposeAsync() => await _system.Terminate().ConfigureAwait(false);

    // What changes something may have been done although nobody said so; then it is said how to find out.
    private async Task<object> AskAsync(object request, TimeSpan patience, CancellationToken cancellation, string? change = null)
    {
        var isAsked = false;
        try
        {
            // A lab that is there answers a short question at once, however long the real one may take.
            if (patience > _patience)
            {
                await _lab.Ask<object>(new LabProtocol.GetStatus(), _patience, cancellation).ConfigureAwait(false);
            }

            isAsked = true;
            return await _lab.Ask<object>(request, patience, cancellation).ConfigureAwait(false);
        }
        catch (AskTimeoutException e)
        {
            throw new SecantException(
                Failure.Lab,
                isAsked && change is not null
                    ? string.Create(CultureInfo.InvariantCulture,
                    $"no lab answers at {_address} within {patience.TotalSeconds} s; {change}")
                    : $"no lab answers at {_address}; start one with 'secant coordinator --bind {_address}', or check the "
                    + "address",
                e);
        }
    }

    private static T Expect<T>(object answer) => answer switch
    {
        T expected => expected,
        LabProtocol.Denied denied => throw denied.ToException(),
        LabProtocol.NotStored failed => throw new SecantException(Failure.Store, failed.Reason),
        LabProtocol.NeedData need => throw new SecantException(Failure.Data,
            $"the lab has no data set with checksum {Checksums.First(need.Sha256)}; submit it with --data FOLDER"),
        _ => throw new SecantException(Failure.Lab,
            $"the lab gave an unexpected answer ({answer.GetType().Name}); install the same release on both sides"),
    };
}
