namespace Secant.Actors.Hosting;

/// <summary>The roles of cluster members.</summary>
public static class Roles
{
    /// <summary>The lab: one, and the oldest.</summary>
    public const string Lab = "coordinator";

    /// <summary>A node that lends cores.</summary>
    public const string Node = "worker";
}
