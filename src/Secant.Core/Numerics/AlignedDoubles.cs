using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Secant.Core.Numerics;

/// <summary>
/// Doubles, all 0 at first, that start on a cache line and never move: eight of them are one line, and reading or writing them
/// never touches two.
/// </summary>
internal sealed class AlignedDoubles
{
    private const int LineBytes = 64;

    private readonly double[] _array;
    private readonly int _offset;

    public AlignedDoubles(int length)
    {
        Length = length;
        _array = GC.AllocateArray<double>(length + (LineBytes / sizeof(double)) - 1, pinned: true);
        var address = (long)Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0);
        _offset = (int)((LineBytes - (address % LineBytes)) % LineBytes / sizeof(double));
    }

    public int Length { get; }

    /// <summary>The first double, from which the kernel walks without bounds checks.</summary>
    public ref double First => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _offset);

    public ref double this[int index] => ref AsSpan()[index];

    public static implicit operator Span<double>(AlignedDoubles doubles) => doubles.AsSpan();

    public static implicit operator ReadOnlySpan<double>(AlignedDoubles doubles) => doubles.AsSpan();

    public Span<double> AsSpan() => _array.AsSpan(_offset, Length);

    public Span<double> AsSpan(int start) => AsSpan()[start..];

    public Span<double> AsSpan(int start, int length) => AsSpan().Slice(start, length);
}
