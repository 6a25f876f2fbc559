using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Pattern;
using Microsoft.Data.Sqlite;
using Secant.Core;
using static System.FormattableString;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Journal;

/// <summary>Makes one line for a person of what SQLite, the file system or Akka say.</summary>
public static class StoreErrors
{
    /// <summary>What to do about an event that cannot be decoded.</summary>
    internal const string Look = "'secant store check' tells what else is wrong, and what to do";

    /// <summary>What to do about a file that SQLite cannot make sense of.</summary>
    internal const string Mend = "'secant store repair' rebuilds what can be read; else restore it from a copy";

    private const string NoSpace = "cannot be written, no space is left";
    private const string MakeRoom = "make room on its disk, then go on";

    private const string ReadOnly =
        "cannot be written, it is read-only: check its permissions and its mount, or choose another folder with --store";

    /// <param name="error">What was caught, however deeply wrapped.</param>
    /// <param name="place">The file or folder that it happened to.</param>
    public static SecantException Explain(Exception error, string place)
    {
        var chain = Chain(error).ToList();
        if (chain.OfType<SecantException>().FirstOrDefault() is { } explained)
        {
            return explained;
        }

        var cause = chain.OfType<SqliteException>().FirstOrDefault() ?? chain.FirstOrDefault() ?? error;
        return cause is SqliteException { SqliteErrorCode: SqlitePrimary.InputOutput } && Path.IsPathRooted(place)
            && DiskSpace.Left(place) is { } left and < DiskSpace.Needed
            ? Full(place, left, error)
            : new SecantException(Failure.Store, $"the store's {place} {Reason(cause)}", error);
    }

    /// <summary>Whether there is no space left for the store: the one failure that heals when somebody makes room.</summary>
    public static bool IsFull(Exception error) => Chain(error).Any(cause => cause switch
    {
        SqliteException e => e.SqliteErrorCode == SqlitePrimary.Full || e.SqliteExtendedErrorCode == NoRoomForIndex,
        IOException e => (e.HResult & 0xFFFF) is 28 or 112,
        _ => false,
    });

    /// <summary>
    /// Whether what was read is lost: damaged or missing, and no better when it is read again. Everything else is a trouble that
    /// may pass, such as a lock, a slow disk or an error of one.
    /// </summary>
    public static bool IsDamage(Exception error) => Chain(error).Any(cause => cause switch
    {
        SqliteException e => e.SqliteErrorCode is SqlitePrimary.Corrupt or SqlitePrimary.NotADatabase,
        _ => cause is InvalidDataException or SerializationException,
    });

    /// <summary>Whether a file cannot be read now, or is none of ours: that says nothing of what is in it.</summary>
    internal static bool IsTrouble(Exception error) => error is SecantException || IsFull(error)
        || error is SqliteException { SqliteErrorCode: SqlitePrimary.Busy or SqlitePrimary.Locked or SqlitePrimary.CannotOpen };

    /// <summary>One of a store's two files is not there, though the other says that it should be.</summary>
    internal static SecantException Missing(string path) => new(
        Failure.Store,
        $"the store's {path} is missing or empty: restore it from a copy, or move the rest of the folder away to start anew");

    /// <summary>A file that is open is at its path no more: what is written to it is lost.</summary>
    internal static SecantException Moved(string path) => new(
        Failure.Store,
        $"the store's {path} was deleted or replaced while in use, and nothing more can be written: stop what has the store "
            + "open, put the file back, then go on");

    /// <summary>Less space is left than a store needs to begin with.</summary>
    /// <param name="place">The file or folder.</param>
    /// <param name="left">Bytes.</param>
    /// <param name="error">What was caught, if anything was.</param>
    internal static SecantException Full(string place, long left, Exception? error = null) => new(
        Failure.Store,
        Invariant($"the store's {place} {NoSpace}: expected {DiskSpace.Needed >> 10} KB, found {left >> 10} KB; {MakeRoom}"),
        error);

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is not AggregateException)
            {
                yield return cause;
            }
        }
    }

    private static string Reason(Exception cause) => cause switch
    {
        _ when IsFull(cause) => $"{NoSpace}: {MakeRoom}",
        SqliteException e => e.SqliteErrorCode switch
        {
            SqlitePrimary.ReadOnly => ReadOnly,
            SqlitePrimary.CannotOpen => "cannot be opened: check that its folder exists and may be read and written",
            SqlitePrimary.NotADatabase => $"is not a database: {Mend}",
            SqlitePrimary.Corrupt => $"is damaged ({Line(e.Message)}): {Mend}",
            SqlitePrimary.InputOutput =>
                $"cannot be read or written ({Line(e.Message)}): look for the disk's trouble in the system's log, or choose "
                + "another folder with --store",
            SqlitePrimary.Busy or SqlitePrimary.Locked => "is locked by another program: close what has it open",
            _ => $"failed: {Line(e.Message)}",
        },
        SerializationException => $"cannot be read ({Line(cause.Message)}): {Look}",
        UnauthorizedAccessException => "may not be written: check its permissions, or choose another folder with --store",
        IOException e when (e.HResult & 0xFFFF) is 30 or 19 => ReadOnly,
        DirectoryNotFoundException or FileNotFoundException =>
            "is not there and cannot be made: choose another folder with --store",
        TimeoutException or AskTimeoutException =>
            "did not answer in time: another program has locked it, its disk is very slow, or its writer has stopped",
        OpenCircuitException => "failed several times in a row and is left alone for a moment",
        _ => $"failed: {Line(cause.Message)}",
    };

    private static string Line(string message) =>
        string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>SQLITE_IOERR_SHMSIZE: a log's index could not be made as large as it has to be.</summary>
    private const int NoRoomForIndex = 4874;

    /// <summary>SQLite's primary result codes, <see href="https://www.sqlite.org/rescode.html"/>.</summary>
    private static class SqlitePrimary
    {
        public const int Busy = 5;
        public const int Locked = 6;
        public const int ReadOnly = 8;
        public const int InputOutput = 10;
        public const int Corrupt = 11;
        public const int Full = 13;
        public const int CannotOpen = 14;
        public const int NotADatabase = 26;
    }
}
