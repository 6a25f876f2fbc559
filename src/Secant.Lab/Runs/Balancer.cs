using Secant.Core.Slicing;

namespace Secant.Lab.Runs;

/// <summary>Between passes: the split that the nodes' speeds ask for, where it is worth moving slices.</summary>
internal sealed class Balancer(RunContext run, SliceOwners owners, SpeedMeter speeds, LatenessPolicy lateness)
{
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private bool _isPlacementNew;

    /// <summary>Nodes have come or gone: the split is looked at anew before the next pass.</summary>
    public void PlacementChanged() => _isPlacementNew = true;

    /// <summary>Each node's share from now on; null where all stays as it is.</summary>
    public IReadOnlyList<(RunMember Member, GroupRange Share)>? Split(DateTimeOffset now)
    {
        if (!_isPlacementNew && now - _last < run.Settings.BalanceInterval)
        {
            return null;
        }

        _isPlacementNew = false;
        _last = now;

        // In the order that the slices lie in now, so that as little as possible moves.
        var members = owners.Takers.Where(member => !lateness.IsLate(member))
            .OrderBy(member => member.Owned.Count > 0 ? member.Owned[0].First : int.MaxValue)
            .ToList();
        if (members.Count == 0)
        {
            return null;
        }

        var shares = speeds.Split(members, run.AllGroups);
        var slowest = members.Max(member => GroupRanges.Count(member.Owned) / speeds.Of(member));
        var wished = shares.Max(pair => pair.Share.Count / speeds.Of(pair.Member));

        // A node that was lent and holds nothing is of no use to anybody: whether it is worth it was decided when it was lent.
        var gain = shares.Exists(pair => pair.Member.Owned.Count == 0 && pair.Share.Count > 0) ? 0 : run.Settings.BalanceGain;
        var isWorthIt = wished < slowest * (1 - gain)
            || GroupRanges.Count(members.SelectMany(member => member.Owned)) < run.Shape.Groups;
        return isWorthIt ? shares : null;
    }
}
