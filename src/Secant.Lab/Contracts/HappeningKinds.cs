namespace Secant.Lab.Contracts;

/// <summary>The words of <see cref="HappeningDocument.Kind"/>.</summary>
public static class HappeningKinds
{
    /// <summary>A node was taken in.</summary>
    public const string Joined = "joined";

    /// <summary>A node left in good order.</summary>
    public const string Left = "left";

    /// <summary>A node was lost; the text says how that was seen.</summary>
    public const string Died = "died";

    /// <summary>A node was not taken in.</summary>
    public const string Refused = "refused";

    /// <summary>A node hands over what it holds.</summary>
    public const string Drained = "drained";

    /// <summary>An experiment has other cores; the text says which and why.</summary>
    public const string Placed = "placed";

    /// <summary>A slice has another holder.</summary>
    public const string Moved = "moved";

    /// <summary>Slices were lost, or a worker of one experiment was, and are opened anew.</summary>
    public const string Recovery = "recovery";

    /// <summary>A node is late with a pass.</summary>
    public const string Straggler = "straggler";

    public const string Checkpoint = "checkpoint";

    public const string Submitted = "submitted";

    /// <summary>An experiment was taken up.</summary>
    public const string Started = "started";

    public const string Paused = "paused";

    public const string Continued = "continued";

    public const string Cancelled = "cancelled";

    public const string Finished = "finished";

    public const string Failed = "failed";

    /// <summary>The store refused to write.</summary>
    public const string Store = "store";

    public const string Note = "note";

    /// <summary>True where somebody ought to look.</summary>
    public static bool IsBad(string kind) => kind is Died or Refused or Failed or Store;

    /// <summary>True where the lab helped itself.</summary>
    public static bool IsTrouble(string kind) => kind is Recovery or Straggler;
}
