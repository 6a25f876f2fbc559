using Secant.Core.Slicing;
using Secant.Lab.Contracts;

namespace Secant.Lab.Runs;

/// <summary>A node as a run sees it.</summary>
internal sealed class RunMember(NodeGrant grant, Reminder startReminder)
{
    // Weight of the newest measurement of a node's speed.
    private const double Freshness = 0.2;

    public string Node { get; } = grant.Node;

    /// <summary>When its node is told again to make a worker.</summary>
    public Reminder StartReminder { get; } = startReminder;

    public int Cores { get; private set; } = grant.Cores;

    /// <summary>Cores that its worker was told to compute on.</summary>
    public int WorkerCores { get; set; } = grant.Cores;

    /// <summary>Samples times units a second, as the lab expects them.</summary>
    public double ExpectedSpeed { get; private set; } = grant.Speed > 0 ? grant.Speed : 1;

    /// <summary>Samples times units a second, as measured; as expected until it was.</summary>
    public double Speed { get; private set; } = grant.Speed > 0 ? grant.Speed : 1;

    /// <summary>It has made a pass.</summary>
    public bool IsMeasured { get; private set; }

    /// <summary>Its worker has reported.</summary>
    public bool IsReady { get; set; }

    /// <summary>It is to hand over what it holds.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>What it computes with in the current pass.</summary>
    public IReadOnlyList<GroupRange> Owned { get; set; } = [];

    /// <summary>What it has delivered for the iteration being joined.</summary>
    public IReadOnlyList<GroupRange> Delivered { get; set; } = [];

    /// <summary>It has been sent something to hold since it last had to forget.</summary>
    public bool MayHold { get; set; }

    public bool HasDelivered => GroupRanges.Except(Owned, Delivered).Count == 0;

    public void Measure(double speed)
    {
        Speed += (IsMeasured ? Freshness : 1) * (speed - Speed);
        IsMeasured = true;
    }

    /// <summary>Lends it with more or fewer cores from now on.</summary>
    public void Lend(NodeGrant grant)
    {
        Speed *= (double)grant.Cores / Cores;
        ExpectedSpeed = grant.Speed > 0 ? grant.Speed : ExpectedSpeed;
        Cores = grant.Cores;
    }

    /// <summary>It was late: it is expected to be slower from now on.</summary>
    public void Slow() => Speed *= 1 - Freshness;
}
