using Spectre.Console;

namespace Secant.Cli.Monitor;

/// <summary>How a piece of text is meant; a terminal without colours still shows what is bold and what is inverse.</summary>
internal enum Tone
{
    Plain,

    /// <summary>Beside the point.</summary>
    Faint,

    Strong,

    /// <summary>At work, or done.</summary>
    Good,

    /// <summary>In trouble.</summary>
    Warning,

    /// <summary>Gone, or failed.</summary>
    Bad,

    /// <summary>What is drawn rather than written.</summary>
    Drawn,
}

/// <summary>From the colours of the other views.</summary>
internal static class Tones
{
    public static Tone Of(Color colour) =>
        colour == Color.Red ? Tone.Bad
        : colour == Color.Yellow ? Tone.Warning
        : colour == Color.Green ? Tone.Good
        : Tone.Plain;
}
