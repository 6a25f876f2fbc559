namespace Secant.Core.Data;

/// <summary>The data set that ships inside this assembly: see <c>mnist-10k/README.md</c> for its source and order.</summary>
internal static class EmbeddedDigits
{
    public const string Name = "mnist-10k";

    public const string Description = "8,000 train and 2,000 test handwritten digits of MNIST, 28 x 28";

    /// <summary>Of the decoded files, as for every data set; a test compares it with them.</summary>
    public const string Sha256 = "dfb1d57f519c682c1c1d8a72845a2a78bf7da7b5f10c9c4f2ce0a65aec0ca094";

    /// <summary>8,000 train and 2,000 test images of 28 x 28.</summary>
    public static DataSet Load() => DataSet.Join(Name, Read("train"), Read("t10k"), Sha256);

    private static ImageSet Read(string part)
    {
        using var images = Open($"{part}-images-idx3-ubyte.gz");
        using var labels = Open($"{part}-labels-idx1-ubyte.gz");
        return DataSet.Pair(IdxReader.ReadImages(images, Name), IdxReader.ReadLabels(labels, Name), Name);
    }

    private static Stream Open(string file) =>
        typeof(EmbeddedDigits).Assembly.GetManifestResourceStream($"{Name}/{file}")
        ?? throw new InvalidOperationException($"{Name}/{file} is not embedded in this build");
}
