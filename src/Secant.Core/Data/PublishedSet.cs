namespace Secant.Core.Data;

/// <summary>A data set that can be downloaded.</summary>
/// <param name="Name">Its catalogue name, and its folder in the cache.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Sha256">As <see cref="DataSet.Sha256"/>.</param>
/// <param name="Mirrors">Addresses, each ending in a slash, that a file's name is appended to; tried in this order.</param>
/// <param name="Files">The four IDX files, gzip.</param>
public sealed record PublishedSet(
    string Name, string Description, string Sha256, IReadOnlyList<Uri> Mirrors, IReadOnlyList<PublishedFile> Files)
{
    /// <summary>MNIST of Yann LeCun, Corinna Cortes and Christopher J.C. Burges; the mirrors of PyTorch and of Google.</summary>
    public static PublishedSet Mnist { get; } = new(
        "mnist",
        "60,000 train and 10,000 test handwritten digits, 28 x 28",
        "b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a",
        [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")],
        [
            new("train-images-idx3-ubyte.gz", 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            new("train-labels-idx1-ubyte.gz", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            new("t10k-images-idx3-ubyte.gz", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            new("t10k-labels-idx1-ubyte.gz", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
        ]);

    /// <summary>Fashion-MNIST of Zalando Research; the project's repository and its bucket.</summary>
    public static PublishedSet FashionMnist { get; } = new(
        "fashion-mnist",
        "60,000 train and 10,000 test pictures of clothes, 28 x 28",
        "14410854cf7a289477dcfc7df3f8ec24741e281cdcc425ede0d9a748ca630214",
        [
            new("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
            new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        ],
        [
            new("train-images-idx3-ubyte.gz", 26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            new("train-labels-idx1-ubyte.gz", 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            new("t10k-images-idx3-ubyte.gz", 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            new("t10k-labels-idx1-ubyte.gz", 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        ]);
}
