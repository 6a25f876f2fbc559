using Secant.Cli.Monitor;

namespace Secant.Cli.Tests.Monitor;

public sealed class FrameWriterTests
{
    [Fact]
    public void Frame_should_be_drawn_whole_at_first_and_after_a_change_of_size()
    {
        var writer = new FrameWriter(hasColours: true);
        Assert.Equal("\e[0m\e[2J\e[1;1Hone\e[0m\e[2;1H\e[0;1;31mtwo\e[0m",
            writer.Next(Picture(3, 2, "one", new Piece("two", Tone.Bad))));
        Assert.StartsWith("\e[0m\e[2J", writer.Next(Picture(4, 2, "one", "two")), StringComparison.Ordinal);
    }

    [Fact]
    public void Frame_should_hold_only_the_lines_that_changed()
    {
        var writer = new FrameWriter(hasColours: true);
        writer.Next(Picture(3, 3, "one", "two", "six"));
        Assert.Equal("\e[2;1HTWO\e[0m\e[3;1H\e[0m\e[K", writer.Next(Picture(3, 3, "one", "TWO")));
        Assert.Equal("", writer.Next(Picture(3, 3, "one", "TWO")));
    }

    [Fact]
    public void Frame_should_be_drawn_whole_when_the_terminal_was_drawn_over()
    {
        var writer = new FrameWriter(hasColours: true);
        writer.Next(Picture(3, 1, "one"));
        writer.Forget();
        Assert.Contains("one", writer.Next(Picture(3, 1, "one")), StringComparison.Ordinal);
    }

    [Fact]
    public void Frame_should_have_no_colour_when_none_is_wanted()
    {
        var frame = new FrameWriter(hasColours: false).Next(Picture(
            12, 10, [.. Enum.GetValues<Tone>().Select(tone => new Piece("x", tone))]));
        Assert.DoesNotMatch(@"\e\[[0-9;]*[349][0-7]", frame.Replace("\e[1;1H", "", StringComparison.Ordinal));
        Assert.Contains("\e[0;1m", frame, StringComparison.Ordinal);
    }

    private static ScreenPicture Picture(int width, int height, params Piece[] lines)
    {
        var picture = new ScreenPicture(width, height);
        foreach (var line in lines)
        {
            picture.Add(line);
        }

        return picture;
    }
}
