namespace Secant.Core.Data;

/// <summary>
/// Data sets by name or folder. A name is looked for in the program, in the cache, in the shared folders, and last on the
/// public mirrors; anything that is not a known name is a folder of four IDX files. A known name always wins over a folder
/// of that name: write ./mnist for the folder.
/// </summary>
public sealed class DataCatalogue(DataCatalogueOptions options)
{
    public DataCatalogue()
        : this(new DataCatalogueOptions())
    {
    }

    /// <summary>The data sets known by name, the built-in one first. Looks which files exist, not into them.</summary>
    public IReadOnlyList<CatalogueEntry> List() =>
    [
        new(EmbeddedDigits.Name, EmbeddedDigits.Description, IsBuiltIn: true, Folder: null),
        .. options.Published.Select(set => new CatalogueEntry(set.Name, set.Description, IsBuiltIn: false, Find(set))),
    ];

    /// <summary>The absolute path of the folder that holds the four files, or null where none does or the set is built
    /// in.</summary>
    public string? Locate(string nameOrFolder)
    {
        if (nameOrFolder == EmbeddedDigits.Name)
        {
            return null;
        }

        if (Published(nameOrFolder) is { } set)
        {
            return Find(set);
        }

        return IdxFolder.IsComplete(Folder(nameOrFolder)) ? Folder(nameOrFolder) : null;
    }

    /// <summary>Loads a data set, downloading it first where need be; a damaged copy in the cache is fetched again.</summary>
    /// <exception cref="SecantException"><see cref="Failure.Data"/>: unknown, not to be had, or damaged.</exception>
    public async Task<DataSet> LoadAsync(
        string nameOrFolder, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (nameOrFolder == EmbeddedDigits.Name)
        {
            return EmbeddedDigits.Load();
        }

        if (Published(nameOrFolder) is { } set)
        {
            return (await EnsureAsync(set, progress, cancellation).ConfigureAwait(false)).Data;
        }

        return await IdxFolder.ReadAsync(Folder(nameOrFolder), null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Loads a data set that is in the program or on this machine's disks.</summary>
    /// <returns>Null where it would have to be downloaded, is damaged, or is not known.</returns>
    public async Task<DataSet?> FindAsync(string nameOrFolder, CancellationToken cancellation = default)
    {
        if (nameOrFolder == EmbeddedDigits.Name)
        {
            return EmbeddedDigits.Load();
        }

        try
        {
            return Published(nameOrFolder) is not { } set
                ? await IdxFolder.ReadAsync(Folder(nameOrFolder), null, cancellation).ConfigureAwait(false)
                : Find(set) is { } place ? await ReadAsync(set, place, cancellation).ConfigureAwait(false)
                : null;
        }
        catch (SecantException)
        {
            return null;
        }
    }

    /// <summary>Sees to it that a data set is on disk and sound, and tells its folder; null where it is built in.</summary>
    /// <inheritdoc cref="LoadAsync" path="/exception"/>
    public async Task<string?> FetchAsync(
        string nameOrFolder, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (nameOrFolder == EmbeddedDigits.Name)
        {
            return null;
        }

        if (Published(nameOrFolder) is { } set)
        {
            return (await EnsureAsync(set, progress, cancellation).ConfigureAwait(false)).Folder;
        }

        return (await IdxFolder.ReadAsync(Folder(nameOrFolder), null, cancellation).ConfigureAwait(false)).Name;
    }

    private async Task<(string Folder, DataSet Data)> EnsureAsync(
        PublishedSet set, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        string? damage = null;
        foreach (var place in Places(set).Where(IdxFolder.IsComplete))
        {
            try
            {
                return (place, await ReadAsync(set, place, cancellation).ConfigureAwait(false));
            }
            catch (SecantException e)
            {
                damage = e.Message;
            }
        }

        var folder = Path.Combine(options.ResolveCacheFolder(), set.Name);
        await DownloadAsync(set, folder, damage, progress, cancellation).ConfigureAwait(false);
        return (folder, await ReadAsync(set, folder, cancellation).ConfigureAwait(false));
    }

    private static async Task<DataSet> ReadAsync(PublishedSet set, string folder, CancellationToken cancellation)
    {
        var data = await IdxFolder.ReadAsync(folder, set.Name, cancellation).ConfigureAwait(false);
        return data.Sha256 == set.Sha256 ? data : throw new SecantException(
            Failure.Data, $"{folder} is not {set.Name}: expected checksum {set.Sha256}, found {data.Sha256}; remove its files");
    }

    private async Task DownloadAsync(
        PublishedSet set, string folder, string? damage, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        using var taken = await FolderLock.TakeAsync(folder, options.Time, cancellation).ConfigureAwait(false);
        using var http = options.Handler is { } handler ? new HttpClient(handler, disposeHandler: false) : new HttpClient();
        http.Timeout = Timeout.InfiniteTimeSpan;
        var downloader = new Downloader(http, options.StallTimeout, options.Time);
        foreach (var file in set.Files)
        {
            var reasons = await downloader.FetchAsync(file, set.Mirrors, folder, progress, cancellation).ConfigureAwait(false);
            if (reasons is not null)
            {
                throw new SecantException(
                    Failure.Data,
                    $"cannot fetch {set.Name}: {reasons}; {(damage is null ? "" : $"the copy on disk does not do ({damage}); ")}"
                    + $"put its four .gz files into {folder}, or use --data FOLDER, or --data {EmbeddedDigits.Name}");
            }
        }
    }

    private PublishedSet? Published(string name) => options.Published.FirstOrDefault(set => set.Name == name);

    private string? Find(PublishedSet set) => Places(set).FirstOrDefault(IdxFolder.IsComplete);

    private IEnumerable<string> Places(PublishedSet set) =>
        options.SharedFolders.Prepend(options.ResolveCacheFolder())
        .Select(folder => Path.GetFullPath(Path.Combine(folder, set.Name)));

    private string Folder(string path)
    {
        var isPath = path.AsSpan().IndexOfAny('/', '\\') >= 0 || path is "." or ".." || Directory.Exists(path)
            || File.Exists(path);
        return isPath ? Path.GetFullPath(path) : throw UnknownName(path);
    }

    private SecantException UnknownName(string name)
    {
        var known = options.Published.Select(set => set.Name).Prepend(EmbeddedDigits.Name).ToList();
        var hint = NearestName.Of(name, known) is { } nearest ? $", did you mean {nearest}?" : ";";
        return new SecantException(
            Failure.Data, $"unknown data set '{name}'{hint} known are {string.Join(", ", known)}, and a folder of IDX files "
                + "works too");
    }
}
