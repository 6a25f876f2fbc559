using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Secant.Core.Networks;
using Xunit;

namespace Secant.Core.Tests.Networks;

public sealed class ParametersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(1_000)]
    public void Fingerprint_should_be_that_of_all_arrays_however_few_doubles_are_hashed_at_once(int atOnce)
    {
        var parameters = new Parameters(new NetShape(5, 4, 3));
        for (var i = 0; i < parameters.Shape.ParameterCount; i++)
        {
            parameters[i] = i + 0.1;
        }

        var doubles = Enumerable.Range(0, (5 * 4) + 4 + (4 * 3) + 3).Select(i => i + 0.1).ToArray();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(doubles.AsSpan()))),
            parameters.Fingerprint(atOnce));
        Assert.Equal(parameters.Fingerprint(), parameters.Fingerprint(atOnce));
    }
}
