using Secant.Core.Networks;
using Secant.Core.Slicing;

namespace Secant.Lab.Runs;

/// <summary>How fast the nodes of a run are, and how long their work should take.</summary>
internal sealed class SpeedMeter(RunContext run, SliceOwners owners)
{
    /// <summary>What a slow line carries.</summary>
    public const double BytesASecond = 10e6;

    // Seconds; what a node claims of itself may be wrong by any factor.
    private const double LongestWork = 3600;

    private readonly SplitCost _splitCost = new();

    /// <summary>Samples times units a second on one core of each node that made a pass.</summary>
    public IReadOnlyDictionary<string, double> PerCore => owners.Members
        .Where(member => member.IsMeasured)
        .ToDictionary(member => member.Node, member => member.Speed / member.Cores);

    /// <summary>Patience for work that should take so many seconds.</summary>
    public static TimeSpan Bounded(double seconds) => TimeSpan.FromSeconds(Math.Min(LongestWork, seconds));

    public double? SplitSeconds(DateTimeOffset now) => _splitCost.At(now);

    /// <summary>
    /// Samples times units a second. What is expected of a node and what a run measures are of different scale: one that has not
    /// made a pass yet is taken to be off by as much as those that have.
    /// </summary>
    public double Of(RunMember member)
    {
        var measured = owners.Members.Where(other => other.IsMeasured).ToList();
        return member.IsMeasured || measured.Count == 0
            ? member.Speed
            : member.Speed * measured.Sum(other => other.Speed) / measured.Sum(other => other.ExpectedSpeed);
    }

    /// <summary>Seconds that a node should take to make passes with some groups.</summary>
    public double Seconds(RunMember member, int passes, int groups) => Work(passes, groups) / Of(member);

    /// <summary>Samples times units.</summary>
    public double Work(int passes, int groups) => (double)passes * groups * NetShape.GroupSize * run.Spec.BatchSize;

    /// <summary>Each node's share of a range.</summary>
    public List<(RunMember Member, GroupRange Share)> Split(IReadOnlyList<RunMember> members, GroupRange range) =>
        run.IsWhole
            ? [(members[0], range)]
            : [.. members.Zip(GroupSplit.Cut(range, [.. members.Select(Of)], run.Shape.UnitGroups))];

    /// <summary>A node has made a pass.</summary>
    public void NodeTook(RunMember member, int groups, double seconds) => member.Measure(Work(1, groups) / seconds);

    /// <summary>All have made a pass.</summary>
    public void PassTook(DateTimeOffset now, TimeSpan duration, bool isReplaying)
    {
        run.Clock.Add(duration);

        // A node that replays what it opens has less time for its share.
        if (owners.Owners.Count() > 1 && !isReplaying)
        {
            var speed = owners.Owners.Sum(member => member.Speed);
            _splitCost.Add(now, duration.TotalSeconds, (double)run.Spec.BatchSize * run.Spec.HiddenSize / speed);
        }
    }
}
