namespace Secant.Lab.Contracts;

/// <summary>Where a process has its data sets from.</summary>
public interface IDataSource
{
    /// <summary>The data set with a checksum; read once, then shared.</summary>
    /// <exception cref="Core.SecantException">It is not to be had.</exception>
    Task<LoadedData> GetAsync(string sha256);
}
