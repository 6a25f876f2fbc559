namespace Secant.Core.Data;

/// <summary>Where data sets are looked for and how they are downloaded.</summary>
public sealed record DataCatalogueOptions
{
    /// <summary>The variable that names the cache folder where the option does not.</summary>
    public const string CacheVariable = "SECANT_DATA";

    /// <summary>
    /// Folder of the downloads, one folder a data set in it. Null: what SECANT_DATA says, else secant/data in the user's
    /// local data folder.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>Folders that others maintain, one folder a data set in each; never written. Default: Debian's.</summary>
    public IReadOnlyList<string> SharedFolders { get; init; } = ["/usr/share/datasets"];

    /// <summary>What can be downloaded, by name.</summary>
    public IReadOnlyList<PublishedSet> Published { get; init; } = [PublishedSet.Mnist, PublishedSet.FashionMnist];

    /// <summary>How long a mirror may send nothing, connecting included, before the next is tried. Default 15 s, more than
    /// 0.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Carries the requests; null makes one that follows the system's proxy settings.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Times the wait for another process that downloads the same data set.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The absolute path of the cache folder; it need not exist.</summary>
    /// <exception cref="SecantException"><see cref="Failure.Data"/>: nothing says where it is.</exception>
    public string ResolveCacheFolder()
    {
        if (CacheFolder is { } folder)
        {
            return Path.GetFullPath(folder);
        }

        if (Environment.GetEnvironmentVariable(CacheVariable) is { Length: > 0 } variable)
        {
            return Path.GetFullPath(variable);
        }

        // Without DoNotVerify a folder that is yet to be made comes back empty.
        var local = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return local.Length > 0
            ? Path.Combine(local, "secant", "data")
            : throw new SecantException(Failure.Data,
            $"this user has no local data folder; set {CacheVariable} to a folder for downloads");
    }

    internal static SecantException UnwritableCache(string path, Exception e) => new(
        Failure.Data, $"cannot write {path}: {e.Message.TrimEnd('.')}; make room or rights there, or set "
            + $"{CacheVariable} to another folder", e);
}
