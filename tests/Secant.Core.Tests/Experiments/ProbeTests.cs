using Secant.Core.Training;
using Xunit;

namespace Secant.Core.Tests.Experiments;

public sealed class ProbeTests
{
    [Fact]
    public void Fingerprint_should_be_that_of_every_other_machine() => Assert.Equal(
        "8ef8eaf1071b00bba7e736032c45fb7adbe9b8b6bd8aea6e8364541878573a97", BitProbe.Fingerprint());

    [Fact]
    public void Speed_should_be_a_positive_finite_number() =>
        Assert.InRange(SpeedProbe.SampleUnitsPerSecond(), double.Epsilon, double.MaxValue);
}
