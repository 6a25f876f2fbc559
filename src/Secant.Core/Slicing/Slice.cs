using System.Runtime.InteropServices;
using Secant.Core.Networks;
using Secant.Core.Networks.Kernels;

namespace Secant.Core.Slicing;

/// <summary>A contiguous range of groups, all after the same iteration. A <see cref="SliceTrainer"/> makes and advances
/// it.</summary>
public sealed class Slice
{
    private readonly Group[] _groups;
    private readonly double[][] _preActivations;

    internal Slice(GroupRange range, int iteration, Group[] groups, double[][] preActivations)
    {
        Range = range;
        Iteration = iteration;
        _groups = groups;
        _preActivations = preActivations;
    }

    public GroupRange Range { get; }

    /// <summary>Passes made.</summary>
    public int Iteration { get; internal set; }

    /// <summary>Units held.</summary>
    public int Units => _groups.Sum(group => group.Units);

    internal Group this[int group] => _groups[group - Range.First];

    internal double[] PreActivations(int group) => _preActivations[group - Range.First];

    /// <summary>
    /// The values of a range's groups one after the other, as little-endian doubles, in the layout of <see cref="Group.Values"/>;
    /// null if a group is in none of the slices.
    /// </summary>
    public static byte[]? CopyValues(IReadOnlyList<Slice> slices, GroupRange range)
    {
        var groups = new List<Group>();
        for (var group = range.First; group < range.End; group++)
        {
            if (slices.FirstOrDefault(slice => slice.Range.Contains(group)) is not { } holder)
            {
                return null;
            }

            groups.Add(holder[group]);
        }

        var bytes = new byte[groups.Sum(group => (long)group.Values.Length * sizeof(double))];
        var at = 0;
        foreach (var group in groups)
        {
            var values = MemoryMarshal.AsBytes(group.Values.AsSpan());
            values.CopyTo(bytes.AsSpan(at));
            at += values.Length;
        }

        return bytes;
    }

    /// <summary>The parameters of a slice that holds the whole net, in the book's order.</summary>
    internal Parameters ToParameters()
    {
        var parameters = new Parameters(_groups[0].Shape);
        foreach (var group in _groups)
        {
            GroupParameters.Write(group.Index, group.Values, parameters);
        }

        return parameters;
    }

    /// <summary>One step of gradient descent: θ - rate x gradient, rounded once.</summary>
    internal void Descend(Parameters gradient, double rate)
    {
        foreach (var group in _groups)
        {
            var slopes = new double[group.Values.Length];
            GroupParameters.Read(gradient, group.Index, slopes);
            for (var i = 0; i < slopes.Length; i++)
            {
                group.Values[i] = Math.FusedMultiplyAdd(-rate, slopes[i], group.Values[i]);
            }
        }
    }

    /// <summary>
    /// Cuts and joins slices of one iteration into slices of the wished ranges; what no range asks for is dropped. The groups are
    /// moved, not copied: the given slices are not to be used any more.
    /// </summary>
    /// <returns>The slices, or null if a wished group is in none of the given ones.</returns>
    public static IReadOnlyList<Slice>? Regroup(IReadOnlyList<Slice> slices, IReadOnlyList<GroupRange> ranges)
    {
        var regrouped = new List<Slice>();
        foreach (var range in ranges)
        {
            var groups = new Group[range.Count];
            var preActivations = new double[range.Count][];
            for (var group = range.First; group < range.End; group++)
            {
                var holder = slices.FirstOrDefault(slice => slice.Range.Contains(group));
                if (holder is null)
                {
                    return null;
                }

                groups[group - range.First] = holder[group];
                preActivations[group - range.First] = holder.PreActivations(group);
            }

            regrouped.Add(new Slice(range, slices[0].Iteration, groups, preActivations));
        }

        return regrouped;
    }
}
