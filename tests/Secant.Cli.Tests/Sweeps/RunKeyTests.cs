using Secant.Cli.Sweeps;
using Secant.Lab.Contracts;

namespace Secant.Cli.Tests.Sweeps;

public sealed class RunKeyTests
{
    [Theory]
    [InlineData("normal:1E-05", "normal:1e-5", true)]
    [InlineData("normal:1E-05", "normal:1e-6", false)]
    [InlineData("he", "he", true)]
    public void Run_should_be_the_same_whichever_build_wrote_its_deviation(string known, string wanted, bool isSame)
    {
        var spec = SpecRecord.From(Samples.Spec);
        Assert.Equal(isSame, RunKey.IsSame(spec with { Initialization = wanted }, spec with { Initialization = known }));
        Assert.Equal(isSame, RunKey.OfRow(spec with { Initialization = wanted })
            == RunKey.OfRow(spec with { Initialization = known }));
    }
}
