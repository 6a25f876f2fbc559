namespace Secant.Core.Experiments;

/// <summary>How a pixel's byte becomes the net's input.</summary>
public enum InputScale
{
    /// <summary>The byte itself, 0 to 255.</summary>
    Raw,

    /// <summary>The byte divided by 255, 0 to 1.</summary>
    Unit,
}

/// <summary>The rule of each <see cref="InputScale"/>.</summary>
internal static class InputScales
{
    /// <summary>The net's input for a pixel.</summary>
    public static double Input(this InputScale scale, int pixel) => scale switch
    {
        InputScale.Raw => pixel,
        InputScale.Unit => pixel / 255.0,
        _ => throw NoRule.For(scale),
    };
}
