namespace Secant.Cli.Monitor;

/// <summary>A piece of a line.</summary>
internal readonly record struct Piece(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Piece(string text) => new(text);
}

/// <summary>A line of a screen, exactly as wide as the screen.</summary>
/// <param name="Pieces">From the left.</param>
/// <param name="IsInverse">Shown with ink and paper swapped: a heading, or the row that is chosen.</param>
internal sealed record ScreenLine(IReadOnlyList<Piece> Pieces, bool IsInverse)
{
    /// <summary>The letters alone.</summary>
    public override string ToString() => string.Concat(Pieces.Select(piece => piece.Text));
}
