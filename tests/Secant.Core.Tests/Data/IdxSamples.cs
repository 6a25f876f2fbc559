using System.IO.Compression;
using Secant.Core.Data;

namespace Secant.Core.Tests.Data;

/// <summary>IDX files written byte by byte, apart from the code under test.</summary>
internal static class IdxSamples
{
    public const string TrainImages = "train-images-idx3-ubyte";
    public const string TrainLabels = "train-labels-idx1-ubyte";
    public const string TestImages = "t10k-images-idx3-ubyte";
    public const string TestLabels = "t10k-labels-idx1-ubyte";

    /// <summary>Three train and two test images of 2 x 3, labels up to 4.</summary>
    public static IdxPayloads Small { get; } = new(
        Images(3, 2, 3, [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 255, 254, 253, 252, 251, 250]),
        Labels(3, [2, 0, 4]),
        Images(2, 2, 3, [7, 7, 7, 8, 8, 8, 0, 0, 0, 9, 9, 9]),
        Labels(2, [1, 3]));

    /// <summary>SHA-256 of the four payloads above one after another, taken with Python's hashlib.</summary>
    public const string SmallSha256 = "32f716426c74547917d262c97f4086c8c15c354009ca936343fc3a9d13cf63e7";

    public static byte[] Images(uint count, uint rows, uint columns, byte[] pixels) =>
        [0, 0, 8, 3, .. BigEndian(count), .. BigEndian(rows), .. BigEndian(columns), .. pixels];

    public static byte[] Labels(uint count, byte[] labels) => [0, 0, 8, 1, .. BigEndian(count), .. labels];

    public static byte[] Gzip(byte[] bytes)
    {
        var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return memory.ToArray();
    }

    /// <summary>Writes the four files as gzip under their usual names.</summary>
    public static void Write(string folder, IdxPayloads payloads)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, TrainImages + ".gz"), Gzip(payloads.TrainImages));
        File.WriteAllBytes(Path.Combine(folder, TrainLabels + ".gz"), Gzip(payloads.TrainLabels));
        File.WriteAllBytes(Path.Combine(folder, TestImages + ".gz"), Gzip(payloads.TestImages));
        File.WriteAllBytes(Path.Combine(folder, TestLabels + ".gz"), Gzip(payloads.TestLabels));
    }

    private static byte[] BigEndian(uint number) =>
        [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
}
