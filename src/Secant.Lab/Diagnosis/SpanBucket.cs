using Secant.Lab.Contracts;

namespace Secant.Lab.Diagnosis;

/// <summary>Time spent in some stretch of a run, added up.</summary>
internal sealed class SpanBucket(DateTimeOffset begun)
{
    private readonly double[] _seconds = new double[Enum.GetValues<Activity>().Length];

    public DateTimeOffset Begun { get; } = begun;

    public int Passes { get; set; }

    /// <summary>Seconds of passes, by what they went to; with what is in <see cref="this"/> they are all the time there
    /// is.</summary>
    public double Compute { get; set; }

    public double Waiting { get; set; }

    public double Network { get; set; }

    public double Coordinator { get; set; }

    public Dictionary<string, NodeSpan> Nodes { get; } = new(StringComparer.Ordinal);

    public double Total => _seconds.Sum() + Compute + Waiting + Network + Coordinator;

    /// <summary>Seconds of what is no pass.</summary>
    public ref double this[Activity activity] => ref _seconds[(int)activity];

    public NodeSpan NodeOf(string name)
    {
        if (!Nodes.TryGetValue(name, out var node))
        {
            Nodes.Add(name, node = new NodeSpan());
        }

        return node;
    }

    public void Add(SpanBucket other)
    {
        Passes += other.Passes;
        Compute += other.Compute;
        Waiting += other.Waiting;
        Network += other.Network;
        Coordinator += other.Coordinator;
        for (var i = 0; i < _seconds.Length; i++)
        {
            _seconds[i] += other._seconds[i];
        }

        foreach (var (name, node) in other.Nodes)
        {
            NodeOf(name).Add(node);
        }
    }

    /// <summary>A node's passes, added up.</summary>
    internal sealed class NodeSpan
    {
        public int Passes { get; set; }

        /// <summary>Seconds to its answers.</summary>
        public double Answer { get; set; }

        /// <summary>Seconds that it computed.</summary>
        public double Compute { get; set; }

        /// <summary>Seconds that were neither its computing nor the coordinator's.</summary>
        public double Network { get; set; }

        /// <summary>Seconds that all waited for it.</summary>
        public double WaitedFor { get; set; }

        /// <summary>Units, a pass after the other.</summary>
        public double Units { get; set; }

        /// <summary>What it said of its load, and how often.</summary>
        public (double Computing, double Processor, int Count) Load { get; set; }

        public double ComputeOfUnit => Units > 0 ? Compute / Units : 0;

        public double NetworkOfPass => Passes > 0 ? Network / Passes : 0;

        public void Add(NodeSpan other)
        {
            Passes += other.Passes;
            Answer += other.Answer;
            Compute += other.Compute;
            Network += other.Network;
            WaitedFor += other.WaitedFor;
            Units += other.Units;
            Load = (Load.Computing + other.Load.Computing, Load.Processor + other.Load.Processor, Load.Count + other.Load.Count);
        }
    }
}
