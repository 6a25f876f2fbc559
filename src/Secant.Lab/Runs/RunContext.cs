using Secant.Core;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Slicing;

namespace Secant.Lab.Runs;

/// <summary>What the components of a run share: the experiment, how it is watched over, and the effects of a step.</summary>
internal sealed class RunContext(ExperimentSpec spec, NetShape shape, RunSettings settings, LogitsLog log)
{
    private readonly List<RunEffect> _effects = [];

    public ExperimentSpec Spec { get; } = spec;

    public NetShape Shape { get; } = shape;

    public RunSettings Settings { get; } = settings;

    /// <summary>The logits since the last checkpoint.</summary>
    public LogitsLog Log { get; } = log;

    public PassClock Clock { get; } = new(settings.SliceDeadline, settings.StragglerFactor);

    public GroupRange AllGroups => new(0, Shape.Groups);

    /// <summary>The naive kernel perturbs one parameter of the whole net, and so must hold the whole net.</summary>
    public bool IsWhole => Spec.Kernel == GradientKernel.Naive;

    public void Emit(RunEffect effect) => _effects.Add(effect);

    /// <summary>The effects since the last call.</summary>
    public RunEffect[] TakeEffects()
    {
        var effects = _effects.ToArray();
        _effects.Clear();
        return effects;
    }

    /// <summary>Parts of a range that one message each can carry.</summary>
    public IEnumerable<GroupRange> Transfers(GroupRange range) =>
        GroupSplit.Every(range, GroupSplit.GroupsWithin(Shape, Settings.LargestTransfer));

    /// <summary>Hidden units in some groups.</summary>
    public int UnitsOf(IReadOnlyList<GroupRange> ranges) =>
        ranges.Sum(range => UnitsBefore(range.End) - UnitsBefore(range.First));

    /// <summary>Some groups in words. The last group holds the output biases, and no unit.</summary>
    public string Share(IReadOnlyList<GroupRange> ranges) =>
        UnitsOf(ranges) is > 0 and var units ? $"{units} of {Counted.Of(Shape.Hidden, "unit")}" : "the output biases";

    private int UnitsBefore(int group) => Math.Min(Shape.Hidden, group * NetShape.GroupSize);
}
