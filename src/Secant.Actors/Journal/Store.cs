using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence.Sql.Config;
using LinqToDB;
using Microsoft.Data.Sqlite;
using Secant.Core;
using Secant.Lab.Contracts;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Journal;

/// <summary>
/// A store opened for writing, by this process alone until it is disposed of. Open it before the actor system starts and dispose
/// of it after the system has ended.
/// </summary>
public sealed class Store : IDisposable
{
    private const string Provider = "SQLite.MS";

    private readonly StoreFolder _folder;
    private readonly StoreLock _held;
    private readonly PlaceWatch[] _places;
    private readonly long? _fileLimit;

    private Store(StoreFolder folder, StoreLock held, long? fileLimit)
    {
        _folder = folder;
        _held = held;
        _fileLimit = fileLimit;
        _places = [.. ((string[])[folder.Lock, folder.Journal, folder.Snapshots]).Select(path => new PlaceWatch(path))];
    }

    /// <summary>Absolute.</summary>
    public string Folder => _folder.Root;

    /// <summary>Unique to this opening; for <see cref="LifeStarted.Instance"/>.</summary>
    public string Instance => _held.Owner.Instance;

    /// <summary>Plugins, serializers and bindings; to be put under the program's own configuration.</summary>
    public static Config Config { get; } = ConfigurationFactory.FromResource<Store>("Secant.Actors.Journal.store.hocon");

    /// <exception cref="SecantException">
    /// In use, not writable, damaged, of a newer version: <see cref="Failure.Store"/>, with the file and what to do.
    /// </exception>
    public static Store Open(StoreOptions options)
    {
        options.Validate();
        var folder = StoreFolder.Resolve(options.Folder);
        RefuseNetwork(folder, options);
        try
        {
            Directory.CreateDirectory(folder.Root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Explain(e, folder.Root);
        }

        var held = StoreLock.Take(folder, options);
        try
        {
            RefuseFull(folder);
            RepairSwap.Finish(folder);
            StoreDatabase.RequireBoth(folder);

            StoreDatabase.Prepare(folder.Snapshots, options.CheckUpTo);
            StoreDatabase.Prepare(folder.Journal, options.CheckUpTo);
            DeleteLeftovers(folder);
            return new Store(folder, held, options.Rules.FileLimit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw StoreErrors.Explain(e, folder.Root);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Everything an actor system needs to write here, but for the program's own configuration.</summary>
    /// <param name="config">The program's own configuration, which goes first.</param>
    public ActorSystemSetup Setup(Config config) => ActorSystemSetup.Empty
        .And(BootstrapSetup.Create().WithConfig(config.WithFallback(Config)))
        .And(DataOptions())
        .And(new GuardedJournal.Guarded(this));

    // The connections of both plugins.
    private MultiDataOptionsSetup DataOptions()
    {
        var setup = new MultiDataOptionsSetup();
        setup.AddDataOptions("akka.persistence.journal.sql", Options(_folder.Journal, _fileLimit));
        setup.AddDataOptions("akka.persistence.snapshot-store.sql", Options(_folder.Snapshots, _fileLimit));
        return setup;
    }

    /// <summary>To be asked after a write of events, before anything is said of them.</summary>
    /// <exception cref="SecantException">As <see cref="RequireFiles"/>.</exception>
    internal void RequireJournal() => RequireWritten(_folder.Journal);

    /// <summary>To be asked after a write of chunks, before anything is said of them.</summary>
    /// <exception cref="SecantException">As <see cref="RequireFiles"/>.</exception>
    internal void RequireSnapshots() => RequireWritten(_folder.Snapshots);

    /// <summary>To be asked before every write.</summary>
    /// <exception cref="SecantException">
    /// The lock or one of the files is not there any more, or another one is: somebody else may write, or what is written is
    /// lost.
    /// </exception>
    internal void RequireFiles()
    {
        foreach (var place in _places)
        {
            place.Require();
        }
    }

    /// <summary>Lets go of the files and of the lock.</summary>
    public void Dispose()
    {
        foreach (var place in _places)
        {
            place.Dispose();
        }

        ClearPool(_folder.Journal);
        ClearPool(_folder.Snapshots);
        _held.Dispose();
    }

    // What was just written is in the log.
    private void RequireWritten(string path)
    {
        RequireFiles();
        if (!File.Exists(path + "-wal"))
        {
            throw StoreErrors.Moved(path + "-wal");
        }
    }

    private static void DeleteLeftovers(StoreFolder folder)
    {
        try
        {
            Leftovers.Delete(folder);
        }
        catch (SqliteException e) when (StoreErrors.IsFull(e))
        {
            // They wait until there is room for the deletion's log.
        }
        catch (SqliteException e)
        {
            throw StoreErrors.Explain(e, folder.Snapshots);
        }
    }

    private static DataOptions Options(string path, long? limit) => new DataOptions()
        .UseConnectionString(Provider, WriterString(path))
        .UseAfterConnectionOpened(connection => StoreDatabase.Configure(connection, limit), (connection, _) =>
        {
            StoreDatabase.Configure(connection, limit);
            return Task.CompletedTask;
        });

    private static void ClearPool(string path)
    {
        using var connection = new SqliteConnection(WriterString(path));
        SqliteConnection.ClearPool(connection);
    }

    // Not ReadWriteCreate: a file that somebody deletes under a running writer must not come back empty.
    private static string WriterString(string path) =>
        StoreDatabase.ConnectionString(path, SqliteOpenMode.ReadWrite, pooling: true);

    private static void RefuseNetwork(StoreFolder folder, StoreOptions options)
    {
        if (!options.Rules.AllowsNetwork && options.NetworkOf(folder.Root) is { } type)
        {
            throw new SecantException(
                Failure.Store,
                $"the store {folder.Root} is on a network file system ({type}), where locks and logs of SQLite are not safe: "
                    + "choose a local folder with --store, "
                + "or set secant.store-on-network = allow if only this machine uses it");
        }
    }

    /// <summary>SQLite finds out bit by bit, and the actors that write wait for it.</summary>
    private static void RefuseFull(StoreFolder folder)
    {
        if (DiskSpace.Left(folder.Root) is { } left and < DiskSpace.Needed)
        {
            throw StoreErrors.Full(folder.Root, left);
        }
    }
}
