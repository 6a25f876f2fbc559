using Secant.Cli.Rendering;

namespace Secant.Cli.Tests.Rendering;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(1.43104, "1.4310")]
    [InlineData(0.0, "0.0000")]
    [InlineData(123_456.7, "123456.7000")]
    [InlineData(2.82e300, "2.8200e+300")]
    [InlineData(double.NaN, "-")]
    [InlineData(null, "-")]
    public void Loss_should_fit_a_line_however_large_it_is(double? loss, string text) => Assert.Equal(text, Figures.Loss(loss));
}
