using System.Runtime.CompilerServices;

namespace Secant.Core.Numerics;

/// <summary>
/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3"
/// (SC 2011). A draw depends on key and counter alone, so that any worker can make any part of a random sequence.
/// </summary>
public static class Philox
{
    private const uint FirstMultiplier = 0xD2511F53;
    private const uint SecondMultiplier = 0xCD9E8D57;
    private const uint FirstWeyl = 0x9E3779B9;
    private const uint SecondWeyl = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>The four words that belong to a counter of four words under a key of two (the low word first).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (uint W0, uint W1, uint W2, uint W3) Draw(ulong key, uint c0, uint c1, uint c2, uint c3)
    {
        var k0 = (uint)key;
        var k1 = (uint)(key >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            var first = (ulong)FirstMultiplier * c0;
            var second = (ulong)SecondMultiplier * c2;
            (c0, c1, c2, c3) = ((uint)(second >> 32) ^ c1 ^ k0, (uint)second, (uint)(first >> 32) ^ c3 ^ k1, (uint)first);
            k0 += FirstWeyl;
            k1 += SecondWeyl;
        }

        return (c0, c1, c2, c3);
    }
}
