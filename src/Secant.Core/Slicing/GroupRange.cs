namespace Secant.Core.Slicing;

/// <summary>A contiguous range of groups: what a slice holds.</summary>
/// <param name="First">The first group.</param>
/// <param name="Count">How many.</param>
public readonly record struct GroupRange(int First, int Count)
{
    /// <summary>One past the last group.</summary>
    public int End => First + Count;

    public bool Contains(int group) => group >= First && group < End;

    public bool Overlaps(GroupRange other) => First < other.End && other.First < End;

    public static GroupRange Between(int first, int end) => new(first, end - first);

    public override string ToString() => $"[{First}, {End})";
}
