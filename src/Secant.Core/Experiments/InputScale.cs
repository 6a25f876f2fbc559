namespace Secant.Core.Experiments;

/// <summary>How a pixel's byte becomes the net's input.</summary>
public enum InputScale
{
    /// <summary>The byte itself, 0 to 255.</summary>
    Raw,

    /// <summary>The byte divided by 255, 0 to 1.</summary>
    Unit,
}
