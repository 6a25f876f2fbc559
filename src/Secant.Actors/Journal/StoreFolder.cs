using System.Text;
using Secant.Core;

namespace Secant.Actors.Journal;

/// <summary>The places in a store's folder.</summary>
internal sealed class StoreFolder
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "SECANT_STORE";

    // SQLite's own limit on Unix, with what it appends to a file's name; below, the longest name of a file here.
    private const int LongestPath = 512 - 8;
    private const int LongestName = 64;

    private StoreFolder(string root)
    {
        Root = root;
        if (!OperatingSystem.IsWindows() && Encoding.UTF8.GetByteCount(root) + LongestName is var length and > LongestPath)
        {
            throw new SecantException(
                Failure.Store,
                $"the store's {root} has a path of {length - LongestName} bytes, SQLite takes up to {LongestPath - LongestName}: "
                + $"choose a folder with a shorter one with --store DIR or {Variable}");
        }
    }

    /// <summary>Absolute.</summary>
    public string Root { get; }

    public string Journal => Path.Combine(Root, "journal.db");

    public string Snapshots => Path.Combine(Root, "snapshots.db");

    /// <summary>Empty; whoever writes holds it open.</summary>
    public string Lock => Path.Combine(Root, "lock");

    /// <summary>Says who holds the lock.</summary>
    public string Owner => Path.Combine(Root, "owner.json");

    /// <summary>The folder given, else that of the environment, else "secant/store" in the user's data folder.</summary>
    public static StoreFolder Resolve(string? folder)
    {
        folder = FirstOf(folder, Environment.GetEnvironmentVariable(Variable));
        if (folder is not null)
        {
            return WithFiles(new StoreFolder(NotAFile(Path.GetFullPath(folder))));
        }

        var data = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0
            ? WithFiles(new StoreFolder(NotAFile(Path.Combine(data, "secant", "store"))))
            : throw new SecantException(
                Failure.Store,
                $"this user has no data folder for the store: name one with --store DIR or {Variable}");
    }

    private static string NotAFile(string path) => File.Exists(path)
        ? throw new SecantException(Failure.Store,
        $"the store's {path} is a file, expected a folder: name another with --store DIR or {Variable}")
        : path;

    // A folder would be read as a file that is not there yet.
    private static StoreFolder WithFiles(StoreFolder store)
    {
        string[] files = [store.Journal, store.Snapshots, store.Lock, store.Owner];
        return files.FirstOrDefault(Directory.Exists) is { } path
            ? throw new SecantException(
                Failure.Store,
                $"the store's {path} is a folder, expected a file: move it away, or name another store with --store DIR or "
                    + $"{Variable}")
            : store;
    }

    private static string? FirstOf(params ReadOnlySpan<string?> choices)
    {
        foreach (var choice in choices)
        {
            if (!string.IsNullOrWhiteSpace(choice))
            {
                return choice;
            }
        }

        return null;
    }
}
