using Secant.Lab.Contracts;

namespace Secant.Lab.Diagnosis;

/// <summary>Nodes that were lost, as they were last seen, for as long as somebody may ask where they are.</summary>
internal sealed class LostNodes
{
    private const int Most = 100;

    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, (DateTimeOffset At, NodeDocument Node)> _nodes = new(StringComparer.Ordinal);

    public void Add(DateTimeOffset now, NodeDocument node)
    {
        _nodes[node.Name] = (now, node);
        if (_nodes.Count > Most)
        {
            _nodes.Remove(_nodes.MinBy(lost => lost.Value.At).Key);
        }
    }

    /// <summary>A node of that name is there again.</summary>
    /// <returns>True if it was lost.</returns>
    public bool Remove(string name) => _nodes.Remove(name);

    /// <summary>Those that are still worth showing, with the age of their last sign of life.</summary>
    public IReadOnlyList<NodeDocument> At(DateTimeOffset now)
    {
        foreach (var name in _nodes.Where(lost => now - lost.Value.At > Shown).Select(lost => lost.Key).ToList())
        {
            _nodes.Remove(name);
        }

        return [.. _nodes.Values.Select(
            lost => lost.Node with { HeartbeatAgeSeconds = lost.Node.HeartbeatAgeSeconds + (now - lost.At).TotalSeconds })];
    }
}
