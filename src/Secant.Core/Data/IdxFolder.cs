namespace Secant.Core.Data;

/// <summary>A folder with the four IDX files of a data set, under their usual names.</summary>
internal static class IdxFolder
{
    // What a download is stored as comes first, so that a fresh download is what the next run reads.
    private static readonly string[] ImageEndings = ["-idx3-ubyte.gz", "-idx3-ubyte", ".idx3-ubyte.gz", ".idx3-ubyte"];
    private static readonly string[] LabelEndings = ["-idx1-ubyte.gz", "-idx1-ubyte", ".idx1-ubyte.gz", ".idx1-ubyte"];

    /// <summary>Whether all four files are there; says nothing of what is in them.</summary>
    public static bool IsComplete(string folder) =>
        Find(folder, "train-images", ImageEndings) is not null && Find(folder, "train-labels", LabelEndings) is not null
        && Find(folder, "t10k-images", ImageEndings) is not null && Find(folder, "t10k-labels", LabelEndings) is not null;

    /// <summary>Reads the four files; train and test set are decoded side by side.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="name">The name of the data set; null makes it the folder's absolute path.</param>
    /// <param name="cancellation">Gives up the wait; a file being decoded is decoded to its end.</param>
    /// <exception cref="SecantException"><see cref="Failure.Data"/>: a file is missing, not readable or damaged.</exception>
    public static async Task<DataSet> ReadAsync(string folder, string? name, CancellationToken cancellation)
    {
        folder = Path.GetFullPath(folder);
        if (!Directory.Exists(folder))
        {
            throw new SecantException(Failure.Data, File.Exists(folder)
                ? $"{folder} is a file; name the folder that holds the four IDX files"
                : $"no folder {folder}; name one that holds the four IDX files");
        }

        var train = Task.Run(() => ReadPart(folder, "train"), cancellation);
        var test = Task.Run(() => ReadPart(folder, "t10k"), cancellation);
        await Task.WhenAll(train, test).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return DataSet.Join(name ?? folder, await train.ConfigureAwait(false), await test.ConfigureAwait(false));
    }

    private static ImageSet ReadPart(string folder, string part)
    {
        var images = Existing(folder, $"{part}-images", ImageEndings);
        var labels = Existing(folder, $"{part}-labels", LabelEndings);
        return DataSet.Pair(Read(images, IdxReader.ReadImages), Read(labels, IdxReader.ReadLabels), images);
    }

    private static IdxFile Read(string path, Func<Stream, string, IdxFile> read)
    {
        try
        {
            using var file = File.OpenRead(path);
            return read(file, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecantException(Failure.Data,
                $"cannot read {path}: {e.Message.TrimEnd('.')}; make it readable or use another data set", e);
        }
    }

    private static string Existing(string folder, string stem, string[] endings) =>
        Find(folder, stem, endings) ?? throw new SecantException(
            Failure.Data,
            $"no {stem} file in {folder}: looked for {string.Join(", ", endings.Select(ending => stem + ending))}; "
            + (Candidate(folder, stem) is { } name ? $"if {name} is it, rename it, or link to it by one of these names"
            : "add it or name another folder"));

    // Unpacked archives put each file into a folder of its own name.
    private static string? Find(string folder, string stem, string[] endings) => endings
        .SelectMany(ending => (string[])[Path.Combine(folder, stem + ending), Path.Combine(folder, stem + ending, stem + ending)])
        .FirstOrDefault(File.Exists);

    // What other sets call theirs, such as emnist-letters-test-images-idx3-ubyte.
    private static string? Candidate(string folder, string stem)
    {
        var (part, content) = (stem.Split('-')[0], stem.Split('-')[1]);
        string[] parts = part == "train" ? [part] : [part, "test"];
        try
        {
            return Directory.EnumerateFiles(folder)
                .Select(file => Path.GetFileName(file))
                .Where(name => name.Contains("idx", StringComparison.OrdinalIgnoreCase)
                && name.Contains(content, StringComparison.OrdinalIgnoreCase)
                    && parts.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                .Order(StringComparer.Ordinal)
                .FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
