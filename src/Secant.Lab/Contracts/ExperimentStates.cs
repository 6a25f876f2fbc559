namespace Secant.Lab.Contracts;

/// <summary>The words of <see cref="ExperimentDocument.State"/>.</summary>
public static class ExperimentStates
{
    /// <summary>Accepted, and waiting for cores in a process that will take it up.</summary>
    public const string Queued = "queued";

    public const string Running = "running";

    /// <summary>By a person, by a store that cannot be written to, or by a failure that comes again and again.</summary>
    public const string Paused = "paused";

    /// <summary>The reason of a pause that ends only when a person says so; a store's pause has the store's error.</summary>
    public const string ByAPerson = "paused by a person";

    /// <summary>How the reason of a pause begins that came of the same failure again and again; it ends when a person says
    /// so.</summary>
    public const string Stuck = "the same failure three times without a pass in between";

    /// <summary>Unfinished, and nobody works on it; it can be resumed.</summary>
    public const string Interrupted = "interrupted";

    public const string Failed = "failed";

    public const string Cancelled = "cancelled";

    public const string Completed = "completed";

    /// <summary>True where nothing more will happen.</summary>
    public static bool IsEnd(string state) => state is Failed or Cancelled or Completed;

    /// <summary>True where it failed the same way again and again, and waits for a person.</summary>
    public static bool IsStuck(ExperimentDocument document) =>
        document is { State: Paused, Reason: { } reason } && reason.StartsWith(Stuck, StringComparison.Ordinal);

    /// <summary>What is said to whoever wants to change an experiment that has ended.</summary>
    public static string ForGood(string id, string state) =>
        $"experiment {id} is {state}, which is for good: it cannot be paused, continued or cancelled";
}
