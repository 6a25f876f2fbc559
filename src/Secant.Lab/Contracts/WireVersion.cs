namespace Secant.Lab.Contracts;

/// <summary>The version of the messages between machines.</summary>
public static class WireVersion
{
    /// <summary>Raised whenever a lab and a node of different builds could misunderstand each other.</summary>
    public const int Current = 1;
}
