using Secant.Cli.Terminal;

namespace Secant.Cli.Tests.Terminal;

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

    [Theory]
    [InlineData(1_000_000.0, "1000000")]
    [InlineData(3_450_000.0, "3450000")]
    [InlineData(0.15000000000000002, "0.15")]
    [InlineData(2e-9, "2e-9")]
    public void Setting_should_read_as_a_person_types_it(double number, string text) =>
    Assert.Equal(text, Figures.Setting(number));

    [Theory]
    [InlineData(0.0, "-")]
    [InlineData(double.NaN, "-")]
    [InlineData(0.0004, "0.0004 ms")]
    [InlineData(0.0123, "0.012 ms")]
    [InlineData(0.55, "0.55 ms")]
    [InlineData(41_900.0, "41.9 s")]
    public void Pass_should_never_read_as_no_time_at_all(double milliseconds, string text) =>
    Assert.Equal(text, Figures.Pass(milliseconds));

    [Theory]
    [InlineData(999.4, "999")]
    [InlineData(999_700.0, "1 M")]
    [InlineData(1_234_567.0, "1.23 M")]
    [InlineData(9.996e8, "1 G")]
    [InlineData(4.2e15, "4.2e15")]
    public void Large_numbers_should_have_a_prefix_and_no_exponent_beside_it(double number, string text) =>
    Assert.Equal(text, Figures.Large(number));
}
