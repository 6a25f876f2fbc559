using Xunit;

namespace Secant.Core.Tests;

public sealed class ExactNumberTests
{
    [Theory]
    [InlineData(0.05, "0.05")]
    [InlineData(1e-4, "0.0001")]
    [InlineData(1e-5, "1e-5")]
    [InlineData(1.25e-7, "1.25e-7")]
    [InlineData(-1e-9, "-1e-9")]
    [InlineData(1e20, "1e20")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e308")]
    [InlineData(double.NaN, "NaN")]
    public void Number_should_be_written_as_it_is_typed(double number, string text) => Assert.Equal(text, ExactNumber.Of(number));
}
