using Secant.Cli.Monitor;

namespace Secant.Cli.Tests.Monitor;

public sealed class CellTextTests
{
    [Theory]
    [InlineData("lab-07", 8, false, "lab-07  ")]
    [InlineData("12.5", 6, true, "  12.5")]
    [InlineData("1000000", 6, true, "10000~")]
    [InlineData("시험", 5, false, "시험 ")]
    [InlineData("시험", 4, false, "시험")]
    [InlineData("시험", 3, false, "시~")]
    [InlineData("시험", 2, true, " ~")]
    [InlineData("x", 0, false, "")]
    [InlineData("a\tb\e", 4, false, "a b?")]
    public void Text_should_take_exactly_its_columns_and_show_that_it_was_cut(string text, int width, bool isRight,
    string fitted) =>
        Assert.Equal(fitted, CellText.Fit(text, width, isRight));

    [Fact]
    public void Text_should_be_broken_between_words() =>
        Assert.Equal(["31 % of the", "time waits", "for lab-07"], CellText.Wrap("31 % of the time waits for lab-07", 11));

    [Theory]
    [InlineData(0.0, "....")]
    [InlineData(0.5, "##..")]
    [InlineData(1.0, "####")]
    [InlineData(7.0, "####")]
    public void Bar_should_be_in_proportion(double share, string bar) => Assert.Equal(bar, Glyphs.Ascii.Bar(share, 4));

    [Fact]
    public void Columns_should_be_as_high_as_their_values() =>
        Assert.Equal([" ▄█", "▄██"], Glyphs.Unicode.Columns([0.25, 0.75, 1], 2));
}
