using Secant.Core.Experiments;
using Xunit;

namespace Secant.Core.Tests.Experiments;

public sealed class ProbeTests
{
    [Fact]
    public void Fingerprint_should_be_that_of_every_other_machine() => Assert.Equal("golden", BitProbe.Fingerprint());

    [Fact]
    public void Speed_should_be_a_positive_finite_number() =>
        Assert.InRange(SpeedProbe.SampleUnitsPerSecond(), double.Epsilon, double.MaxValue);
}
