using Secant.Core.Numerics;

namespace Secant.Core.Networks.Kernels;

/// <summary>
/// The parameters of one group. Hidden units: W1 as D x 8, b1 as 8, W2 as C x 8, one unit a lane, empty lanes zero. The last
/// group: b2 as C.
/// </summary>
internal sealed class Group(NetShape shape, int index)
{
    public NetShape Shape { get; } = shape;

    /// <summary>Its number within the net.</summary>
    public int Index { get; } = index;

    /// <summary>True for the output biases.</summary>
    public bool IsOutputBiases => Index == Shape.UnitGroups;

    /// <summary>Hidden units in it; fewer than 8 leave lanes empty.</summary>
    public int Units => Shape.UnitsIn(Index);

    public AlignedDoubles Values { get; } = new(shape.GroupLength(index));

    /// <summary>Where b1 starts in <see cref="Values"/>.</summary>
    public int BiasOffset => Shape.Inputs * NetShape.GroupSize;

    /// <summary>Where W2 starts in <see cref="Values"/>.</summary>
    public int OutputOffset => (Shape.Inputs + 1) * NetShape.GroupSize;
}
