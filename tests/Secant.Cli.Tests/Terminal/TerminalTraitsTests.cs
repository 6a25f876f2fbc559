using Secant.Cli.Terminal;

namespace Secant.Cli.Tests.Terminal;

public sealed class TerminalTraitsTests
{
    [Theory]
    [InlineData("xterm-256color", true)]
    [InlineData("linux", true)]
    [InlineData("dumb", false)]
    [InlineData("unknown", false)]
    [InlineData("", false)]
    public void Terminal_should_be_drawn_on_when_it_is_known_to_move_its_cursor(string term, bool can)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "TERM means nothing there");
        Assert.Equal(can, TerminalTraits.CanBeDrawnOn(Of(("TERM", term))));
    }

    [Fact]
    public void Colours_should_be_left_out_when_NO_COLOR_is_set()
    {
        Assert.True(TerminalTraits.HasColours(Of(("TERM", "xterm"), ("NO_COLOR", ""))));
        Assert.False(TerminalTraits.HasColours(Of(("TERM", "xterm"), ("NO_COLOR", "1"))));
    }

    [Theory]
    [InlineData("", "", "en_GB.UTF-8", true)]
    [InlineData("", "", "C.utf8", true)]
    [InlineData("", "POSIX", "en_GB.UTF-8", false)]
    [InlineData("", "", "", false)]
    public void Unicode_should_be_drawn_when_the_locale_says_so(string all, string type, string lang, bool has)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "locales are not told by the environment there");
        Assert.Equal(has, TerminalTraits.HasUnicode(Of(("LC_ALL", all), ("LC_CTYPE", type), ("LANG", lang))));
    }

    private static Func<string, string?> Of(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(variable => variable.Name == name).Value;
}
