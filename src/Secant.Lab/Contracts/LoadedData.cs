using Secant.Core.Data;

namespace Secant.Lab.Contracts;

/// <summary>A data set in the form that is computed with, shared by all experiments of a process.</summary>
public sealed class LoadedData(DataSet set)
{
    public DataSet Set { get; } = set;

    public SparseImageSet Train { get; } = new(set.Train);

    public SparseImageSet Test { get; } = new(set.Test);
}
