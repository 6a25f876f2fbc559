namespace Secant.Lab.Scheduling;

/// <summary>The nodes of one decision, by index, and what of them is free.</summary>
internal sealed class PlannerLab
{
    private readonly Dictionary<string, int> _index;
    private int _withFree;

    public PlannerLab(IReadOnlyList<Planner.Node> nodes)
    {
        Nodes = nodes;
        ByKey = nodes.ToDictionary(node => node.Key);
        _index = nodes.Index().ToDictionary(node => node.Item.Key, node => node.Index);
        Cores = [.. nodes.Select(node => node.Cores)];
        Free = [.. Cores];
        Speeds = [.. nodes.Select(node => node.SpeedPerCore)];
        AllCores = FreeCores = Cores.Sum();
        _withFree = Free.Count(cores => cores > 0);
    }

    public IReadOnlyList<Planner.Node> Nodes { get; }

    public IReadOnlyDictionary<string, Planner.Node> ByKey { get; }

    /// <summary>Cores of each node.</summary>
    public int[] Cores { get; }

    /// <summary>Free cores of each node.</summary>
    public int[] Free { get; }

    /// <summary>What a core of each node does, as measured when it came.</summary>
    public double[] Speeds { get; }

    public int AllCores { get; }

    public int FreeCores { get; private set; }

    /// <summary>Some node has a core to lend. One that came back with fewer cores may owe some, so that the sum does not
    /// tell.</summary>
    public bool HasFree => _withFree > 0;

    public bool Has(string node) => _index.ContainsKey(node);

    public int IndexOf(string node) => _index[node];

    public int FreeOf(string node) => Free[_index[node]];

    public bool IsUnused(int node) => Free[node] == Cores[node];

    /// <summary>Cores of a node are given back, or taken where they are less than none.</summary>
    public void Give(string node, int cores)
    {
        ref var free = ref Free[_index[node]];
        _withFree -= free > 0 ? 1 : 0;
        free += cores;
        FreeCores += cores;
        _withFree += free > 0 ? 1 : 0;
    }

    /// <summary>The nodes that have something free, the strongest first, as things are now.</summary>
    public int[] FreeNodes(double[] speeds)
    {
        var able = Enumerable.Range(0, Free.Length).Where(node => Free[node] > 0).ToArray();
        return [.. able.OrderByDescending(node => speeds[node] * Free[node])];
    }
}
