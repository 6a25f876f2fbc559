namespace Secant.Core.Networks;

/// <summary>Sizes of a two-layer net.</summary>
/// <param name="Inputs">D.</param>
/// <param name="Hidden">H.</param>
/// <param name="Classes">C.</param>
public readonly record struct NetShape(int Inputs, int Hidden, int Classes)
{
    /// <summary>Hidden units a group.</summary>
    public const int GroupSize = 8;

    /// <summary>Groups of hidden units, ⌈H / 8⌉.</summary>
    public int UnitGroups => (Hidden + GroupSize - 1) / GroupSize;

    /// <summary>All groups: the output biases are the last one.</summary>
    public int Groups => UnitGroups + 1;

    /// <summary>D H + H + H C + C.</summary>
    public long ParameterCount => ((long)Inputs * Hidden) + Hidden + ((long)Hidden * Classes) + Classes;

    /// <summary>Classes rounded up to a multiple of 8: the row length of padded logits.</summary>
    public int PaddedClasses => (Classes + GroupSize - 1) / GroupSize * GroupSize;

    /// <summary>Doubles that hold one group: (D + 1 + C) x 8 for hidden units (empty lanes hold zeros), C for the output
    /// biases.</summary>
    public int GroupLength(int group) => group == UnitGroups ? Classes : (Inputs + 1 + Classes) * GroupSize;

    /// <summary>Hidden units in a group: 8, fewer in the last one where H is no multiple of 8, 0 for the output biases.</summary>
    public int UnitsIn(int group) => Math.Clamp(Hidden - (group * GroupSize), 0, GroupSize);
}
