using Secant.Core;

namespace Secant.Cli.Monitor;

/// <summary>A whole screen, line by line from the top.</summary>
internal sealed class ScreenPicture(int width, int height)
{
    private readonly List<ScreenLine> _lines = [];

    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>From the top; fewer than <see cref="Height"/> where the rest is empty.</summary>
    public IReadOnlyList<ScreenLine> Lines => _lines;

    /// <summary>Lines that are still free.</summary>
    public int Left => Height - _lines.Count;

    /// <summary>Adds a line; what is too long for it is cut, and what does not fit on the screen is left out.</summary>
    public void Add(bool isInverse, params IEnumerable<Piece> pieces)
    {
        if (Left == 0)
        {
            return;
        }

        var line = new List<Piece>();
        var free = Width;
        foreach (var piece in pieces.Where(piece => piece.Text.Length > 0))
        {
            var text = ShownText.Clean(piece.Text);
            var cells = CellText.Width(text);
            var fitted = cells <= free ? text : CellText.Fit(text, free);
            line.Add(piece with { Text = fitted });
            free -= Math.Min(cells, free);
        }

        if (free > 0)
        {
            line.Add(new string(' ', free));
        }

        _lines.Add(new ScreenLine(line, isInverse));
    }

    public void Add(params IEnumerable<Piece> pieces) => Add(isInverse: false, pieces);

    /// <summary>Adds the lines of a picture that is as wide, so that some are still free.</summary>
    public void Add(ScreenPicture other, int left) => _lines.AddRange(other._lines.Take(Left - left));

    /// <summary>Adds lines of a text broken between words, so many at most; the last is cut where there would be more.</summary>
    public void AddWrapped(string text, string indent, int most, Tone tone)
    {
        foreach (var line in CellText.WrapInto(text, Width - indent.Length, most))
        {
            Add(indent, new Piece(line, tone));
        }
    }

    /// <summary>Adds empty lines until only so many are free.</summary>
    public void FillTo(int left)
    {
        while (Left > left)
        {
            Add();
        }
    }

    /// <summary>The letters alone.</summary>
    public override string ToString() => string.Join('\n', _lines.Select(line => line.ToString().TrimEnd()));
}
