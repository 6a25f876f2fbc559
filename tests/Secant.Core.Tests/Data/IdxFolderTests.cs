using Secant.Core.Data;
using Xunit;
using static Secant.Core.Tests.Data.IdxSamples;

namespace Secant.Core.Tests.Data;

public sealed class IdxFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-", ".gz", true)]
    [InlineData("-", "", false)]
    [InlineData(".", ".gz", true)]
    [InlineData(".", "", false)]
    [InlineData("-", ".gz", false)]
    [InlineData("-", "", true)]
    public async Task Folder_should_be_read_whatever_the_form_of_its_names(string separator, string ending, bool gzip)
    {
        foreach (var (name, bytes) in Payloads())
        {
            File.WriteAllBytes(_folder.At(name.Replace("-idx", separator + "idx") + ending), gzip ? Gzip(bytes) : bytes);
        }

        var data = await new DataCatalogue().LoadAsync(_folder.Path, null, Cancellation);

        Assert.Equal((_folder.Path, SmallSha256), (data.Name, data.Sha256));
        Assert.Equal(_folder.Path, new DataCatalogue().Locate(_folder.Path));
    }

    [Fact]
    public async Task Folder_should_be_read_when_each_file_is_in_a_folder_of_its_name()
    {
        foreach (var (name, bytes) in Payloads())
        {
            var place = Directory.CreateDirectory(_folder.At(name.Replace("-idx", ".idx", StringComparison.Ordinal))).FullName;
            File.WriteAllBytes(Path.Combine(place, Path.GetFileName(place)), bytes);
        }

        Assert.Equal(SmallSha256, (await new DataCatalogue().LoadAsync(_folder.Path, null, Cancellation)).Sha256);
    }

    [Theory]
    [InlineData("emnist-letters-train-images-idx3-ubyte.gz", "emnist-letters-test-images-idx3-ubyte.gz")]
    [InlineData("Train_Images.idx", "Test_Images.idx")]
    public async Task Folder_should_name_the_file_that_may_be_meant(string train, string test)
    {
        File.WriteAllBytes(_folder.At(train), []);
        File.WriteAllBytes(_folder.At(test), []);

        Assert.EndsWith($"; if {train} is it, rename it, or link to it by one of these names", await FailsAsync(_folder.Path));

        Write(_folder.Path, Small);
        File.Delete(_folder.At(TestImages + ".gz"));
        Assert.EndsWith($"; if {test} is it, rename it, or link to it by one of these names", await FailsAsync(_folder.Path));
    }

    [Fact]
    public async Task Folder_should_get_an_absolute_name_when_given_a_relative_one()
    {
        Write(_folder.Path, Small);

        var data = await new DataCatalogue().LoadAsync(Path.GetRelativePath(".", _folder.Path), null, Cancellation);

        Assert.Equal(_folder.Path, data.Name);
    }

    [Fact]
    public async Task Folder_should_name_what_it_looked_for_when_a_file_is_missing()
    {
        Write(_folder.Path, Small);
        File.Delete(_folder.At(TestLabels + ".gz"));

        var error = await FailsAsync(_folder.Path);

        Assert.Equal(
            $"no t10k-labels file in {_folder.Path}: looked for t10k-labels-idx1-ubyte.gz, t10k-labels-idx1-ubyte, "
            + "t10k-labels.idx1-ubyte.gz, t10k-labels.idx1-ubyte; add it or name another folder",
            error);
        Assert.Null(new DataCatalogue().Locate(_folder.Path));
    }

    [Fact]
    public async Task Folder_should_name_the_file_when_it_is_damaged()
    {
        Write(_folder.Path, Small);
        File.WriteAllText(_folder.At(TrainImages + ".gz"), "<html>");

        Assert.StartsWith($"{_folder.At(TrainImages + ".gz")} is damaged: it is not gzip", await FailsAsync(_folder.Path));
    }

    [Fact]
    public async Task Folder_should_be_refused_when_there_is_none()
    {
        var missing = _folder.At("missing");

        Assert.Equal($"no folder {missing}; name one that holds the four IDX files", await FailsAsync(missing));
    }

    [Fact]
    public async Task Folder_should_be_refused_when_it_is_a_file()
    {
        File.WriteAllText(_folder.At("file"), "");

        Assert.Equal(
            $"{_folder.At("file")} is a file; name the folder that holds the four IDX files",
                await FailsAsync(_folder.At("file")));
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Payloads() =>
    [
        (TrainImages, Small.TrainImages), (TrainLabels, Small.TrainLabels), (TestImages, Small.TestImages),
            (TestLabels, Small.TestLabels),
    ];

    private static async Task<string> FailsAsync(string folder)
    {
        var error = await Assert.ThrowsAsync<SecantException>(() => new DataCatalogue().LoadAsync(folder, null, Cancellation));
        Assert.Equal(Failure.Data, error.Failure);
        return error.Message;
    }
}
