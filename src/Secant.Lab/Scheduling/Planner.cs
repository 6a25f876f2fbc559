using Secant.Lab.Contracts;

namespace Secant.Lab.Scheduling;

/// <summary>
/// Decides which cores of which nodes each experiment gets, and says why. Pure. An experiment that waits gets what makes its pass
/// shortest, or, while others wait too, no more than pays; where no cores are free, those that have more than their share give
/// some up.
/// </summary>
public static class Planner
{
    // What one more core and one more node add to a pass, in seconds: handing out and collecting the work.
    private const double SecondsPerCore = 15e-6;
    private const double SecondsPerNode = 50e-6;

    /// <summary>Why an experiment waits while nobody lends anything.</summary>
    internal const string WaitsForNodes = "waits for a node that lends cores";

    /// <summary>Why an experiment waits while all is lent.</summary>
    internal const string WaitsForCores = "waits for free cores";

    /// <summary>A node that can lend cores.</summary>
    /// <param name="Key">Its key.</param>
    /// <param name="Cores">Cores that it lends in all.</param>
    /// <param name="SpeedPerCore">Samples times units a second, as measured when it came.</param>
    /// <param name="RoundTrip">Seconds from the lab and back.</param>
    public sealed record Node(string Key, int Cores, double SpeedPerCore, double RoundTrip);

    /// <summary>An experiment that runs or waits.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Work">Samples times units of one pass.</param>
    /// <param name="Splits">False if it must stay on one node.</param>
    /// <param name="Nodes">How many nodes a person asked for; null leaves it to the planner.</param>
    /// <param name="Current">What it has.</param>
    /// <param name="SpeedPerCore">Samples times units a second, as its own passes took on the nodes that made some.</param>
    /// <param name="SplitSeconds">What its passes of several nodes took on top of computing; null where that is not
    /// known.</param>
    public sealed record Job(
        string Id,
        double Work,
        bool Splits,
        int? Nodes,
        IReadOnlyList<NodeGrant> Current,
        IReadOnlyDictionary<string, double> SpeedPerCore,
        double? SplitSeconds = null);

    /// <summary>What an experiment gets; nothing, where it has to wait.</summary>
    public sealed record Plan(string Id, IReadOnlyList<NodeGrant> Grants, string Reason)
    {
        /// <summary>Why it does not use nodes of which nobody uses anything, by node.</summary>
        public IReadOnlyDictionary<string, string> Declined { get; init; } = new Dictionary<string, string>();
    }

    /// <summary>A plan for every job, in the order given, which is that of the queue.</summary>
    public static IReadOnlyList<Plan> Decide(IReadOnlyList<Node> nodes, IReadOnlyList<Job> jobs) =>
        new Planning(nodes, jobs).Decide();

    /// <summary>Seconds that a pass is expected to take.</summary>
    public static double PassSeconds(double work, IReadOnlyList<NodeGrant> grants, IReadOnlyDictionary<string, Node> nodes) =>
        (work / grants.Sum(grant => grant.Speed))
        + grants.Max(grant => nodes[grant.Node].RoundTrip)
        + grants.Sum(grant => Overhead(grant.Cores));

    /// <summary>Seconds that a node adds to a pass with so many cores.</summary>
    internal static double Overhead(int cores) => SecondsPerNode + ((cores - 1) * SecondsPerCore);
}
