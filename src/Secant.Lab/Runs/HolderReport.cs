using Secant.Core.Slicing;

namespace Secant.Lab.Runs;

/// <summary>What a job of a <see cref="SliceHolder"/> gave.</summary>
internal abstract record HolderReport
{
    private HolderReport()
    {
    }

    /// <summary>Slices are after an iteration, and these are their sums for its batch; of an opening its number and 0
    /// seconds.</summary>
    public sealed record Answer(
        int Iteration, IReadOnlyList<GroupRange> Ranges, IReadOnlyList<PartialLogits> Partials, double ComputeSeconds,
        int? Opening = null) : HolderReport;

    /// <summary>Partial logits of consecutive images.</summary>
    public sealed record Evaluated(int Iteration, bool Test, int First, IReadOnlyList<PartialLogits> Partials) : HolderReport;

    /// <summary>The values of a range.</summary>
    public sealed record Copied(int Iteration, GroupRange Range, byte[] Values) : HolderReport;

    /// <summary>The pass at an iteration gave a partial derivative that is not finite.</summary>
    public sealed record Diverged(int Iteration) : HolderReport;
}
