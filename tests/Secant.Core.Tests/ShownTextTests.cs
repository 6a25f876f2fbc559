using Xunit;

namespace Secant.Core.Tests;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("시험 é 👩‍🔬 a-b", "시험 é 👩‍🔬 a-b")]
    [InlineData("\e[2J\a\r\n\tx\0", "?[2J?   x?")]
    [InlineData("\u007f\u009b31m\u0085", "??31m?")]
    [InlineData("a\u202eb\u2066c\u2069\u200f\u061c", "a?b?c???")]
    [InlineData("a\u2028b\u2029c\ufeff", "a?b?c?")]
    public void Text_should_hold_letters_only_when_it_is_shown(string text, string shown) =>
    Assert.Equal(shown, ShownText.Clean(text));

    [Fact]
    public void Json_should_say_the_same_in_letters_that_a_terminal_shows()
    {
        var json = "{\n  \"note\": \"a\u202eb\u009bc\"\r\n}";
        Assert.Equal("{\n  \"note\": \"a\\u202eb\\u009bc\"\r\n}", ShownText.EscapeJson(json));
    }
}
