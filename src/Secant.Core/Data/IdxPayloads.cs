using System.Security.Cryptography;

namespace Secant.Core.Data;

/// <summary>The four decoded IDX files of a data set: each the whole file, header included, not compressed.</summary>
/// <param name="TrainImages">Magic 2051, N, rows, columns as big-endian int32, then the pixels.</param>
/// <param name="TrainLabels">Magic 2049, N as big-endian int32, then the labels.</param>
/// <param name="TestImages">As <paramref name="TrainImages"/>.</param>
/// <param name="TestLabels">As <paramref name="TrainLabels"/>.</param>
public sealed record IdxPayloads(byte[] TrainImages, byte[] TrainLabels, byte[] TestImages, byte[] TestLabels)
{
    /// <summary>The four, in the order of the parameters.</summary>
    public IReadOnlyList<byte[]> InOrder => [TrainImages, TrainLabels, TestImages, TestLabels];

    /// <summary>Takes the four in the order of the parameters.</summary>
    /// <exception cref="SecantException">There are not four.</exception>
    public static IdxPayloads Of(IReadOnlyList<byte[]> payloads) =>
        payloads is [var trainImages, var trainLabels, var testImages, var testLabels]
        ? new IdxPayloads(trainImages, trainLabels, testImages, testLabels)
        : throw new SecantException(Failure.Data, $"a data set has four parts, found {payloads.Count}");

    /// <summary>SHA-256, in lower-case hex, over the four one after another, in the order of the parameters.</summary>
    public string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var payload in InOrder)
        {
            hash.AppendData(payload);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
