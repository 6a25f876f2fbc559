using Secant.Cli.Terminal;

namespace Secant.Cli.Tests.Terminal;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("fashion-mnist", "fashion-mnist")]
    [InlineData("/srv/a_b/c.d:1", "/srv/a_b/c.d:1")]
    [InlineData("시험", "시험")]
    [InlineData("", "''")]
    [InlineData("two words", "'two words'")]
    [InlineData("$(reboot)", "'$(reboot)'")]
    [InlineData("~;a|b&c*", "'~;a|b&c*'")]
    [InlineData("it's", "'it'\\''s'")]
    public void Word_should_be_one_that_a_shell_takes_as_it_is(string value, string typed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "other quotes are used there");
        Assert.Equal(typed, ShellWord.Of(value));
    }

    [Fact]
    public void Word_should_be_in_double_quotes_on_Windows() =>
    Assert.Equal("\"a \\\"b\"", ShellWord.Quoted("a \"b", isWindows: true));
}
