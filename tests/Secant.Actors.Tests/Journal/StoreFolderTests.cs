using Secant.Actors.Journal;
using Secant.Core;

namespace Secant.Actors.Tests.Journal;

public sealed class StoreFolderTests
{
    [Fact]
    public void Path_that_is_too_long_for_the_database_should_be_named_with_both_lengths()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the limit is another one there");
        var root = "/" + string.Concat(Enumerable.Repeat("한", 146)) + "/";
        Assert.Equal(root.TrimEnd('/'), StoreFolder.Resolve(root.TrimEnd('/')).Root);
        var error = Assert.Throws<SecantException>(() => StoreFolder.Resolve(root + "s"));
        Assert.Equal(Failure.Store, error.Failure);
        Assert.EndsWith("has a path of 441 bytes, SQLite takes up to 440: choose a folder with a shorter one with --store DIR "
            + "or SECANT_STORE", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("journal.db")]
    [InlineData("snapshots.db")]
    [InlineData("lock")]
    [InlineData("owner.json")]
    public void Folder_in_the_place_of_a_file_should_be_named(string name)
    {
        using var folder = new TempFolder();
        var place = Directory.CreateDirectory(folder[name]).FullName;
        var error = Assert.Throws<SecantException>(() => StoreFolder.Resolve(folder.Path));
        Assert.Equal(Failure.Store, error.Failure);
        Assert.StartsWith($"the store's {place} is a folder, expected a file: ", error.Message, StringComparison.Ordinal);
    }
}
