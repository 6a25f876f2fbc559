using Akka.Actor;

namespace Secant.Actors.Coordination;

/// <summary>The nodes that a coordinator was lent, and the worker of each that it listens to and watches.</summary>
internal sealed class WorkerLinks(IActorContext context)
{
    private readonly Dictionary<string, NodeLink> _links = [];
    private readonly Dictionary<IActorRef, string> _workers = [];

    public int Count => _links.Count;

    public IEnumerable<IActorRef> Nodes => _links.Values.Select(link => link.Node);

    public void Add(string node, IActorRef actor) => _links.TryAdd(node, new NodeLink(actor));

    public bool Has(string node) => _links.ContainsKey(node);

    public NodeLink? Find(string node) => _links.GetValueOrDefault(node);

    /// <summary>The node that an actor is.</summary>
    public string? NodeOf(IActorRef actor) => _links.FirstOrDefault(link => link.Value.Node.Equals(actor)).Key;

    /// <summary>The node of a worker that is listened to.</summary>
    public string? WorkerNodeOf(IActorRef worker) => _workers.GetValueOrDefault(worker);

    /// <summary>A node has a worker, in the place of the one before.</summary>
    public void Bind(string node, IActorRef worker)
    {
        Dismiss(node);
        _links[node].Worker = worker;
        _workers[worker] = node;
        context.Watch(worker);
    }

    /// <summary>Whatever a node's worker still says is of no use, its end least of all.</summary>
    public void Dismiss(string node)
    {
        if (_links.GetValueOrDefault(node) is { Worker: { } worker } link)
        {
            link.Worker = null;
            _workers.Remove(worker);
            context.Unwatch(worker);
        }
    }

    public NodeLink? Remove(string node)
    {
        Dismiss(node);
        return _links.Remove(node, out var link) ? link : null;
    }
}
