using System.Globalization;
using System.Text;

namespace Secant.Cli.Monitor;

/// <summary>Turns pictures into what a terminal has to be sent: only the lines that changed. The sixteen colours, or
/// none.</summary>
internal sealed class FrameWriter(bool hasColours)
{
    private const string ClearScreen = "\e[0m\e[2J";
    private const string ClearLine = "\e[0m\e[K";

    private List<string> _shown = [];
    private (int Width, int Height) _size;

    /// <summary>Nothing of what was sent is there any more.</summary>
    public void Forget() => _size = default;

    /// <returns>What makes the terminal show the picture; empty where it does already.</returns>
    public string Next(ScreenPicture picture)
    {
        var text = new StringBuilder();
        if (_size != (picture.Width, picture.Height))
        {
            text.Append(ClearScreen);
            _shown = [];
            _size = (picture.Width, picture.Height);
        }

        List<string> lines = [.. picture.Lines.Select(Line), .. Enumerable.Repeat(ClearLine, picture.Left)];
        foreach (var (row, line) in lines.Index())
        {
            if (_shown.ElementAtOrDefault(row) != line)
            {
                text.Append(CultureInfo.InvariantCulture, $"\e[{row + 1};1H").Append(line);
            }
        }

        _shown = lines;
        return text.ToString();
    }

    private string Line(ScreenLine line)
    {
        var text = new StringBuilder();
        var last = "";
        foreach (var piece in line.Pieces)
        {
            var look = (line.IsInverse ? ";7" : "") + Code(piece.Tone);
            if (look != last)
            {
                text.Append("\e[0").Append(look).Append('m');
                last = look;
            }

            text.Append(piece.Text);
        }

        return text.Append("\e[0m").ToString();
    }

    private string Code(Tone tone) => tone switch
    {
        Tone.Faint => ";2",
        Tone.Strong => ";1",
        Tone.Good => hasColours ? ";32" : "",
        Tone.Warning => hasColours ? ";33" : ";1",
        Tone.Bad => hasColours ? ";1;31" : ";1",
        Tone.Drawn => hasColours ? ";36" : "",
        _ => "",
    };
}
