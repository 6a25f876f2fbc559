using System.Runtime.InteropServices;

namespace Secant.Lab.Contracts;

/// <summary>Doubles as raw little-endian bytes.</summary>
public static class Doubles
{
    public static byte[] ToBytes(ReadOnlySpan<double> values) => MemoryMarshal.AsBytes(values).ToArray();

    /// <exception cref="FormatException">The length is no multiple of 8.</exception>
    public static double[] FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % sizeof(double) != 0)
        {
            throw new FormatException($"{bytes.Length} bytes are no whole number of doubles");
        }

        var values = new double[bytes.Length / sizeof(double)];
        bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
