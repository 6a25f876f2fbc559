using Akka.Actor;
using Secant.Lab.Contracts;

namespace Secant.Actors.Coordination;

/// <summary>Between the lab and its coordinators, within one process.</summary>
public static class CoordinatorProtocol
{
    /// <summary>The nodes that the experiment may use from now on, and why.</summary>
    public sealed record Grant(IReadOnlyList<(NodeGrant Grant, IActorRef Node)> Nodes, string Reason);

    /// <summary>A node is gone.</summary>
    public sealed record NodeLost(string Node, string How);

    /// <summary>Something happened to a node that it may have to do with.</summary>
    public sealed record NodeNoted(string Kind, string Text, string Node);

    /// <summary>A node said what share of its cores' time it computed lately, and what share the processor gave it.</summary>
    public sealed record NodeLoad(string Node, double Computing, double Processor);

    /// <summary>Take a checkpoint at the next iteration and stop there.</summary>
    public sealed record Hold(bool IsPause);

    /// <summary>It is cancelled for good: of its checkpoints the last is enough.</summary>
    public sealed record Cancelled;

    /// <summary>Go on after a pause.</summary>
    public sealed record Continue;

    /// <summary>Answered with an <see cref="ExperimentDocument"/> in a <see cref="LabProtocol.Document"/>.</summary>
    public sealed record GetDocument;

    /// <summary>
    /// What the experiment holds on each node, in units, how fast nodes compute with it, in samples times units a second and
    /// core, and what a pass of several nodes takes on top of that, in seconds.
    /// </summary>
    public sealed record Holdings(
        string Id, IReadOnlyDictionary<string, int> UnitsByNode, IReadOnlyDictionary<string, double> SpeedPerCore,
        double? SplitSeconds);

    /// <summary>The experiment ended by itself; that is durable.</summary>
    public sealed record Ended(ExperimentDocument Document);

    /// <summary>A new life of the experiment is durable: what the store refused before does not matter any more.</summary>
    public sealed record Begun(string Id);

    /// <summary>It stands at a checkpoint, as was asked.</summary>
    public sealed record Held(string Id);

    /// <summary>The store failed; the coordinator stops, and what was not acknowledged is not so.</summary>
    public sealed record StoreFailed(ExperimentDocument Document, string Reason);

    /// <summary>It fails the same way again and again; the coordinator stops.</summary>
    public sealed record Stuck(ExperimentDocument Document);

    /// <summary>A node has nothing of the experiment any more.</summary>
    public sealed record NodeFree(string Id, string Node);

    /// <summary>Something happened that a watcher wants to know.</summary>
    /// <param name="Id">The experiment.</param>
    /// <param name="Kind">One of <see cref="HappeningKinds"/>.</param>
    /// <param name="Text">What, in one line.</param>
    /// <param name="Node">The node that it is about; null where none.</param>
    /// <param name="Giver">The node that gave something up for it; null where none did.</param>
    public sealed record Noted(string Id, string Kind, string Text, string? Node = null, string? Giver = null);
}
