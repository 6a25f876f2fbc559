using System.Globalization;
using Secant.Core;
using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;

namespace Secant.Lab.Scheduling;

/// <summary>The nodes of a lab: who is there, who is silent for too long, who was lost. Pure: the time is passed in.</summary>
/// <param name="lab">The lab's name.</param>
/// <param name="probe">The lab's probe of bits, which a node's must equal.</param>
/// <param name="patience">How long a node may be silent; null, where all is one process, waits for ever.</param>
internal sealed class NodeRegistry(string lab, string probe, PeerPatience? patience)
{
    private readonly Dictionary<string, RegisteredNode> _nodes = new(StringComparer.Ordinal);
    private readonly LostNodes _lost = new();

    public IReadOnlyCollection<RegisteredNode> Nodes => _nodes.Values;

    public RegisteredNode? Find(string key) => _nodes.GetValueOrDefault(key);

    public RegisteredNode? ByInstance(string instance) =>
        _nodes.Values.FirstOrDefault(node => node.Registration.Instance == instance);

    /// <summary>Those that were lost and are still worth showing.</summary>
    public IReadOnlyList<NodeDocument> LostAt(DateTimeOffset now) => _lost.At(now);

    /// <summary>A node offers its cores.</summary>
    /// <param name="register">What it says of itself; nothing in it is believed unseen.</param>
    /// <param name="address">Where it is, HOST:PORT; null within the lab's own process.</param>
    /// <param name="now">By the lab's clock.</param>
    /// <param name="date">The date.</param>
    /// <param name="isDrained">Whether a node's process gets no new work.</param>
    public Answer Register(NodeProtocol.Register register, string? address, DateTimeOffset now, DateTimeOffset date,
        Func<string, bool> isDrained)
    {
        if (ByInstance(register.Instance) is { } known)
        {
            return new Answer.Known(known);
        }

        if (Admission.RefusalOf(register, lab, probe) is { } refusal)
        {
            return new Answer.Refused(refusal);
        }

        var node = new RegisteredNode(UniqueName(register.Name), register, address, now, date);
        node.IsDraining = isDrained(node.Process);
        _nodes.Add(node.Key, node);
        var back = _lost.Remove(node.Key) ? "is back" : "joined";
        var drained = node.IsDraining ? ", and stays drained" : "";
        return new Answer.Joined(
            node, $"{node.Key} {back} with {Counted.Of(register.Cores, "core")}{drained}{WasOnlySilent(node, now)}");
    }

    /// <summary>A node says that it is alive.</summary>
    /// <returns>Null where it is not known: it was given up, or another lab knew it.</returns>
    public RegisteredNode? Heard(NodeProtocol.Pulse pulse, DateTimeOffset now)
    {
        if (ByInstance(pulse.Instance) is not { } node)
        {
            return null;
        }

        node.LastPulse = now;
        node.Pulse = pulse;
        return node;
    }

    /// <summary>Nodes that are silent for longer than they may be, and how long. They are given up.</summary>
    public IReadOnlyList<(RegisteredNode Node, string How)> GiveUpTheSilent(DateTimeOffset now)
    {
        var silent = patience is null ? []
            : _nodes.Values.Where(node => now - node.LastPulse > patience.Of(now, node.Process)).ToList();
        foreach (var node in silent)
        {
            patience!.GivenUp(now, node.Process, node.LastPulse);
        }

        return
        [
            .. silent.Select(node => (node, string.Create(
                CultureInfo.InvariantCulture, $"it gave no sign of life for {(now - node.LastPulse).TotalSeconds:F1} s"))),
        ];
    }

    /// <summary>A node is not there any more.</summary>
    /// <param name="node">The node.</param>
    /// <param name="now">By the lab's clock.</param>
    /// <param name="shown">How it is shown from now on; null where it left in good order.</param>
    public void Remove(RegisteredNode node, DateTimeOffset now, NodeDocument? shown)
    {
        _nodes.Remove(node.Key);
        if (shown is not null)
        {
            _lost.Add(now, shown);
        }
    }

    private string WasOnlySilent(RegisteredNode node, DateTimeOffset now) => patience?.Heard(now, node.Process) is { } silence
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"; it was only silent for {silence.TotalSeconds:F1} s, and may be for "
                + $"{patience.Of(now, node.Process).TotalSeconds:F1} s from now on")
        : "";

    private string UniqueName(string name)
    {
        var key = name;
        for (var number = 2; _nodes.ContainsKey(key); number++)
        {
            key = $"{name}-{number}";
        }

        return key;
    }

    /// <summary>What a registration comes to.</summary>
    public abstract record Answer
    {
        private Answer()
        {
        }

        /// <summary>It is registered already, and asked again.</summary>
        public sealed record Known(RegisteredNode Node) : Answer;

        /// <summary>It is not taken in: why, and what to do, in one line.</summary>
        public sealed record Refused(string Reason) : Answer;

        /// <summary>It is taken in, and what is told of it.</summary>
        public sealed record Joined(RegisteredNode Node, string Text) : Answer;
    }
}
