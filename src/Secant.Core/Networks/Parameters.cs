using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Secant.Core.Networks.Kernels;

namespace Secant.Core.Networks;

/// <summary>All parameters of a net, in the order of the book "Deep Learning from Scratch": W1, b1, W2, b2, each
/// row-major.</summary>
public sealed class Parameters(NetShape shape)
{
    private const int HashedAtOnce = 1 << 20;

    public NetShape Shape { get; } = shape;

    /// <summary>W1, D x H.</summary>
    public double[] HiddenWeights { get; } = new double[(long)shape.Inputs * shape.Hidden];

    /// <summary>b1, H.</summary>
    public double[] HiddenBiases { get; } = new double[shape.Hidden];

    /// <summary>W2, H x C.</summary>
    public double[] OutputWeights { get; } = new double[(long)shape.Hidden * shape.Classes];

    /// <summary>b2, C.</summary>
    public double[] OutputBiases { get; } = new double[shape.Classes];

    /// <summary>The four arrays, in order.</summary>
    public IEnumerable<double[]> Arrays => [HiddenWeights, HiddenBiases, OutputWeights, OutputBiases];

    /// <summary>The parameter at an index into the four arrays laid end to end.</summary>
    public ref double this[long index]
    {
        get
        {
            foreach (var array in Arrays)
            {
                if (index < array.Length)
                {
                    return ref array[index];
                }

                index -= array.Length;
            }

            throw new ArgumentOutOfRangeException(nameof(index), index, $"the net has {Shape.ParameterCount} parameters");
        }
    }

    /// <summary>The name of the parameter at an index, such as <c>W1[300,7]</c> or <c>b2[3]</c>.</summary>
    public static string NameOf(long index, NetShape shape)
    {
        var (d, h, c) = shape;
        if (index < (long)d * h)
        {
            return $"W1[{index / h},{index % h}]";
        }

        index -= (long)d * h;
        if (index < h)
        {
            return $"b1[{index}]";
        }

        index -= h;
        return index < (long)h * c ? $"W2[{index / c},{index % c}]" : $"b2[{index - ((long)h * c)}]";
    }

    /// <summary>SHA-256, in lower-case hex, of the parameters as little-endian doubles in order.</summary>
    public string Fingerprint() => Fingerprint(HashedAtOnce);

    /// <summary>The same, some doubles at a time: a span of bytes ends at 2 GiB, an array of doubles does not.</summary>
    internal string Fingerprint(int atOnce)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var array in Arrays)
        {
            for (var first = 0; first < array.Length; first += Math.Min(atOnce, array.Length - first))
            {
                hash.AppendData(MemoryMarshal.AsBytes(array.AsSpan(first, Math.Min(atOnce, array.Length - first))));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Fills in the values of consecutive groups, as little-endian doubles in the layout of slices.</summary>
    public void Write(int firstGroup, int count, ReadOnlySpan<byte> values)
    {
        var rest = MemoryMarshal.Cast<byte, double>(values);
        for (var group = firstGroup; group < firstGroup + count; group++)
        {
            var length = Shape.GroupLength(group);
            GroupParameters.Write(group, rest[..length], this);
            rest = rest[length..];
        }
    }

    public Parameters Copy()
    {
        var copy = new Parameters(Shape);
        foreach (var (from, to) in Arrays.Zip(copy.Arrays))
        {
            from.CopyTo(to, 0);
        }

        return copy;
    }
}
