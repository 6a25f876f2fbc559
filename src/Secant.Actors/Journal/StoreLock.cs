using Secant.Core;
using Secant.Lab.Contracts;
using static System.FormattableString;

namespace Secant.Actors.Journal;

/// <summary>The writer's lock of a store: an open file, which the system closes with its process, however that ends.</summary>
internal sealed class StoreLock : IDisposable
{
    private readonly StoreFolder _folder;
    private readonly FileStream _held;

    private StoreLock(StoreFolder folder, FileStream held, StoreOwner owner)
    {
        _folder = folder;
        _held = held;
        Owner = owner;
    }

    public StoreOwner Owner { get; }

    /// <exception cref="SecantException">Another process holds it, or the folder is not writable.</exception>
    public static StoreLock Take(StoreFolder folder, StoreOptions options)
    {
        FileStream? held = null;
        try
        {
            // A reader that asks whether the lock is held has it open for an instant; that must not turn a writer away.
            if (!SpinWait.SpinUntil(() => (held = TryOpenAlone(folder.Lock)) is not null, options.LockPatience))
            {
                throw InUse(folder);
            }

            // Whoever held it before left its name behind if it was killed: until the new one stands, nobody's does.
            File.Delete(folder.Owner);

            // .NET passes over a file system without locks in silence; then a second opening succeeds.
            using (var second = TryOpenAlone(folder.Lock))
            {
                if (second is not null)
                {
                    throw NoLocks(folder);
                }
            }

            var owner = StoreOwnerFile.Current(options);
            owner.Write(folder.Owner);
            return new StoreLock(folder, held!, owner);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecantException)
        {
            held?.Dispose();
            throw StoreErrors.Explain(e, folder.Root);
        }
    }

    /// <summary>Who writes to the store at this moment, found by trying the lock, not by believing the file.</summary>
    /// <returns>Null when nobody does.</returns>
    public static StoreOwner? Holder(StoreFolder folder)
    {
        try
        {
            using var free = TryOpen(folder.Lock, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return free is not null ? null : StoreOwnerFile.Read(folder.Owner) ?? StoreOwner.Unknown;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Explain(e, folder.Lock);
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_folder.Owner);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without the lock the file says nothing, so it may stay.
        }
        finally
        {
            _held.Dispose();
        }
    }

    /// <returns>Null when another has it open, be it for reading.</returns>
    private static FileStream? TryOpenAlone(string path) =>
        TryOpen(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <returns>Null when another holds it.</returns>
    private static FileStream? TryOpen(string path, FileMode mode, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(path, mode, access, share, bufferSize: 0);
        }
        catch (IOException e) when (IsHeldByAnother(e))
        {
            return null;
        }
    }

    // Windows: sharing or lock violation; elsewhere .NET hands on errno, EAGAIN (11 on Linux, 35 on macOS and BSD).
    private static bool IsHeldByAnother(IOException e) => OperatingSystem.IsWindows()
        ? (e.HResult & 0xFFFF) is 32 or 33
        : e.HResult is 11 or 35;

    private static SecantException InUse(StoreFolder folder)
    {
        var owner = StoreOwnerFile.Read(folder.Owner);
        var who = owner is null
            ? "another process"
            : Invariant($"process {owner.Pid} on {owner.Host} ({owner.Command}) since {owner.Since:u}");
        return new SecantException(
            Failure.Store,
            $"the store {folder.Root} is in use by {who}: wait for it to end, stop it, or choose another folder with --store");
    }

    private static SecantException NoLocks(StoreFolder folder) => new(
        Failure.Store,
        $"the store {folder.Root} cannot be locked, its file system keeps no locks or .NET is told to use none: "
        + "choose a local folder with --store");
}
