using Secant.Lab.Contracts;

namespace Secant.Lab.Scheduling;

/// <summary>The cores that an experiment has, and what it makes of them.</summary>
internal sealed class Lease
{
    public IReadOnlyList<NodeGrant> Grants { get; private set; } = [];

    /// <summary>Nodes that its coordinator was granted and has not given back.</summary>
    public HashSet<string> Holding { get; } = new(StringComparer.Ordinal);

    /// <summary>Why it has these cores and no others.</summary>
    public string? Reason { get; private set; }

    /// <summary>Why it does not use nodes that it could have, by node.</summary>
    public IReadOnlyDictionary<string, string> Declined { get; set; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, int> UnitsByNode { get; set; } = new Dictionary<string, int>();

    /// <summary>Samples times units a second and core, as its own passes measured them.</summary>
    public IReadOnlyDictionary<string, double> SpeedPerCore { get; set; } = new Dictionary<string, double>();

    /// <summary>What several nodes cost a pass on top of computing, in seconds; null where that is not known.</summary>
    public double? SplitSeconds { get; set; }

    /// <summary>Changes its cores.</summary>
    /// <returns>False where they are the same; then the reason stays, too.</returns>
    public bool Give(IReadOnlyList<NodeGrant> grants, string reason)
    {
        var isSame = Grants.Select(grant => (grant.Node, grant.Cores))
            .SequenceEqual(grants.Select(grant => (grant.Node, grant.Cores)));
        Reason = isSame ? Reason ?? reason : reason;
        Grants = grants;
        return !isSame;
    }
}
