namespace Secant.Lab.Runs;

/// <summary>
/// Tells failures that another try may mend from those that come again: every node that an experiment has failed three times in
/// the same way, and no pass was begun in between. Pure.
/// </summary>
internal sealed class RepeatedFailures
{
    private const int Enough = 3;

    private readonly Dictionary<string, (string Reason, int Count)> _byNode = new(StringComparer.Ordinal);
    private int _iteration;

    /// <summary>A node's worker failed.</summary>
    /// <param name="node">The node.</param>
    /// <param name="reason">How.</param>
    /// <param name="iteration">Passes begun so far.</param>
    /// <param name="nodes">Nodes that the experiment has.</param>
    /// <returns>Why it is of no use to try again; null where it may be.</returns>
    public string? Add(string node, string reason, int iteration, IEnumerable<string> nodes)
    {
        if (iteration != _iteration)
        {
            _byNode.Clear();
            _iteration = iteration;
        }

        var known = _byNode.GetValueOrDefault(node);
        _byNode[node] = (reason, known.Reason == reason ? known.Count + 1 : 1);
        return nodes.Append(node).All(one => _byNode.GetValueOrDefault(one).Count >= Enough)
            ? string.Join("; ", _byNode.Where(failed => failed.Value.Count >= Enough)
            .Select(failed => $"{failed.Key}: {failed.Value.Reason}"))
            : null;
    }

    /// <summary>A node is gone: what failed on it says nothing of the next one.</summary>
    public void Forget(string node) => _byNode.Remove(node);
}
