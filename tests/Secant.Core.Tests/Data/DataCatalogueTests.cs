using Secant.Core.Data;
using Xunit;

namespace Secant.Core.Tests.Data;

public sealed class DataCatalogueTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DataCatalogue Catalogue => new(new DataCatalogueOptions { CacheFolder = _cache.Path, SharedFolders = [] });

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task Catalogue_should_load_the_built_in_set_by_name()
    {
        var data = await Catalogue.LoadAsync("mnist-10k", null, Cancellation);

        Assert.Equal(("mnist-10k", 8_000, 2_000), (data.Name, data.Train.Count, data.Test.Count));
        Assert.Null(Catalogue.Locate("mnist-10k"));
        Assert.Null(await Catalogue.FetchAsync("mnist-10k", null, Cancellation));
    }

    [Fact]
    public void Catalogue_should_list_what_it_knows()
    {
        Assert.Equal(
            [("mnist-10k", true, null), ("mnist", false, null), ("fashion-mnist", false, null)],
            Catalogue.List().Select(entry => (entry.Name, entry.IsBuiltIn, entry.Folder)));
    }

    [Theory]
    [InlineData("mnsit", ", did you mean mnist? known")]
    [InlineData("MNIST", ", did you mean mnist? known")]
    [InlineData("mnist10k", ", did you mean mnist-10k? known")]
    [InlineData("fashion_mnist", ", did you mean fashion-mnist? known")]
    [InlineData("fashionmnist", ", did you mean fashion-mnist? known")]
    [InlineData("cifar10", "; known")]
    [InlineData("", "; known")]
    public async Task Catalogue_should_list_the_known_names_when_one_is_unknown(string name, string hint)
    {
        var error = await Assert.ThrowsAsync<SecantException>(() => Catalogue.LoadAsync(name, null, Cancellation));

        Assert.Equal(Failure.Data, error.Failure);
        Assert.Equal(
            $"unknown data set '{name}'{hint} are mnist-10k, mnist, fashion-mnist, and a folder of IDX files works too",
                error.Message);
    }

    [Fact]
    public void Cache_should_be_where_the_variable_says_when_the_option_does_not()
    {
        var before = Environment.GetEnvironmentVariable("SECANT_DATA");
        try
        {
            Environment.SetEnvironmentVariable("SECANT_DATA", _cache.Path);
            Assert.Equal(_cache.Path, new DataCatalogueOptions().ResolveCacheFolder());
            Assert.Equal(_cache.At("other"), new DataCatalogueOptions { CacheFolder = _cache.At("other") }.ResolveCacheFolder());
            Environment.SetEnvironmentVariable("SECANT_DATA", "");
            Assert.EndsWith(Path.Combine("secant", "data"), new DataCatalogueOptions().ResolveCacheFolder());
        }
        finally
        {
            Environment.SetEnvironmentVariable("SECANT_DATA", before);
        }
    }

    [Fact]
    public async Task Mnist_should_match_its_checksum_when_it_is_at_hand()
    {
        var folder = Environment.GetEnvironmentVariable("SECANT_MNIST");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "set SECANT_MNIST to a folder with MNIST's four files");

        var data = await Catalogue.LoadAsync(folder, null, Cancellation);

        Assert.Equal(PublishedSet.Mnist.Sha256, data.Sha256);
        Assert.Equal((60_000, 10_000, 784, 10), (data.Train.Count, data.Test.Count, data.Dimension, data.Classes));
    }

    [Fact]
    public async Task Fashion_mnist_should_be_found_when_the_system_has_it()
    {
        Assert.SkipUnless(
            Directory.Exists("/usr/share/datasets/fashion-mnist"), "install Debian's package dataset-fashion-mnist");
        var catalogue = new DataCatalogue(new DataCatalogueOptions { CacheFolder = _cache.Path });

        var data = await catalogue.LoadAsync("fashion-mnist", null, Cancellation);

        Assert.Equal("/usr/share/datasets/fashion-mnist", catalogue.Locate("fashion-mnist"));
        Assert.Equal((60_000, 10_000, 784, 10), (data.Train.Count, data.Test.Count, data.Dimension, data.Classes));
    }
}
