using System.Runtime.InteropServices;
using System.Text;

namespace Secant.Cli.Queries;

/// <summary>
/// An array of numpy's .npy format, version 1.0:
/// <see href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html"/>.
/// </summary>
/// <param name="Values">float64 or int64, the last index running fastest.</param>
/// <param name="Shape">Its sizes.</param>
internal sealed record NpyArray(Array Values, params int[] Shape)
{
    // The values begin at a multiple of so many bytes.
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <exception cref="IOException">The stream takes no more.</exception>
    public void Write(Stream stream)
    {
        var shape = string.Join(", ", Shape) + (Shape.Length == 1 ? "," : "");
        var header = $"{{'descr': '{(Values is double[]? "<f8" : "<i8")}', 'fortran_order': False, 'shape': ({shape}), }}";
        var length = Magic.Length + sizeof(ushort) + header.Length + 1;
        header = header.PadRight(header.Length + ((Alignment - (length % Alignment)) % Alignment)) + '\n';
        stream.Write(Magic);
        stream.Write([(byte)header.Length, (byte)(header.Length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(header));
        stream.Write(Values switch
        {
            double[] values => MemoryMarshal.AsBytes(values.AsSpan()),
            long[] values => MemoryMarshal.AsBytes(values.AsSpan()),
            _ => throw new InvalidOperationException($"{Values.GetType().Name} is no array of an export"),
        });
    }
}
