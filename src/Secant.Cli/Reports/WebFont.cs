using System.Buffers.Binary;
using System.Text;

namespace Secant.Cli.Reports;

/// <summary>The font that comes with the program, as a page can carry it: browsers refuse one with the sources of its hinting, of
/// which a table is empty.</summary>
internal static class WebFont
{
    private const int HeaderLength = 12;
    private const int EntryLength = 16;

    /// <summary>Tables of OpenType that a browser has no use for (Microsoft's Visual TrueType: TSI0 to TSI5).</summary>
    private const string SourceTables = "TSI";

    /// <summary>The font without those tables, as a TrueType file.</summary>
    public static byte[] Of(ReadOnlySpan<byte> font)
    {
        var tables = new List<(byte[] Entry, byte[] Content)>();
        for (var i = 0; i < BinaryPrimitives.ReadUInt16BigEndian(font[4..]); i++)
        {
            var entry = font.Slice(HeaderLength + (i * EntryLength), EntryLength);
            if (!Encoding.ASCII.GetString(entry[..4]).StartsWith(SourceTables, StringComparison.Ordinal))
            {
                tables.Add((entry.ToArray(), font.Slice(Word(entry[8..]), Word(entry[12..])).ToArray()));
            }
        }

        // Search hints follow from the number of tables.
        var power = (int)Math.Log2(tables.Count);
        var header = font[..HeaderLength].ToArray();
        foreach (var (at, value) in (ReadOnlySpan<(int, int)>)[(4, tables.Count), (6, EntryLength << power), (8, power),
            (10, (tables.Count * EntryLength) - (EntryLength << power))])
        {
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(at), (ushort)value);
        }

        using var file = new MemoryStream();
        file.Write(header);
        var offset = HeaderLength + (tables.Count * EntryLength);
        foreach (var (entry, content) in tables)
        {
            BinaryPrimitives.WriteInt32BigEndian(entry.AsSpan(8), offset);
            file.Write(entry);
            offset += Padded(content.Length);
        }

        foreach (var (_, content) in tables)
        {
            file.Write(content);
            file.Write(new byte[Padded(content.Length) - content.Length]);
        }

        return file.ToArray();
    }

    private static int Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes);

    // Tables begin at multiples of four bytes.
    private static int Padded(int length) => (length + 3) & ~3;
}
