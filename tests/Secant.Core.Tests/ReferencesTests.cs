using Secant.Core.Networks;
using Xunit;

namespace Secant.Core.Tests;

public sealed class ReferencesTests
{
    [Fact]
    public void Core_should_reference_the_base_library_only()
    {
        // What ships with the runtime lies beside it; a package's assembly lies beside the tests.
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

        Assert.All(
            typeof(Network).Assembly.GetReferencedAssemblies(),
            reference => Assert.True(
                File.Exists(Path.Combine(runtime, reference.Name + ".dll")),
                    $"{reference.Name} is not part of the base library"));
    }
}
