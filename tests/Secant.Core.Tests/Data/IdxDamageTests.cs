using Secant.Core.Data;
using Xunit;
using static Secant.Core.Tests.Data.IdxSamples;

namespace Secant.Core.Tests.Data;

public sealed class IdxDamageTests
{
    private const string Follow = "bytes follow after the end of its gzip data";

    private static readonly byte[] Sound = Images(2, 1, 2, [1, 2, 3, 4]);

    public static TheoryData<string, byte[], string> DamagedImages => new()
    {
        { "labels in place of images", Labels(1, [1]), "wrong magic: expected 2051 (images), found 2049 (labels)" },
        { "a type that there is not", [0, 0, 7, 3, .. Sound[4..]], "wrong magic: expected 2051 (images), found 1795" },
        { "a web page", "<html>sorry</html>"u8.ToArray(), "not gzip and not IDX: expected first bytes 1f8b or 0000, found 3c68" },
        { "empty file", [], "it holds 0 bytes, too few for an IDX header" },
        { "half a header", Sound[..10], "ends within the IDX header" },
        { "last byte missing", Sound[..^1], "too short: its header asks for 4 bytes, found 3" },
        { "one byte more", [.. Sound, 0], "bytes follow after the 4 that its header asks for" },
        { "no images", Images(0, 1, 2, []), "it holds no images" },
        { "no rows", Images(2, 0, 2, []), "its images have no pixels: 0 x 2" },
        { "no columns", Images(2, 2, 0, []), "its images have no pixels: 2 x 0" },
        { "header beyond the limit", Images(4_294_967_295, 4_294_967_295, 4_294_967_295, [1]), "the limit is 1073741824" },
        { "product that wraps to 0", Images(1u << 31, 1u << 31, 4, [1]), "the limit is 1073741824" },
        { "header beyond the file", Images(1_000_000, 10, 10, [1]),
        "too short: its header asks for 100000000 bytes, the file cannot hold them" },
        { "gzip, one byte missing", Gzip(Sound[..^1]), "too short: its header asks for 4 bytes, found 3" },
        { "gzip, one byte more", Gzip([.. Sound, 0]), "bytes follow after the 4" },
        { "gzip, header beyond the file", Gzip(Images(1_000_000, 10, 10, [1])), "the file cannot hold them" },
        { "gzip of a byte", Gzip([0]), "ends within the IDX header" },
        { "gzip, wrong checksum", Flip(Gzip(Sound), fromEnd: 8), "its gzip data is corrupt or cut off" },
        { "gzip, wrong block type", Flip(Gzip(Sound), fromEnd: Gzip(Sound).Length - 10), "damaged" },
        { "gzip, trailer cut off", Gzip(Sound)[..^8], "its gzip data is corrupt or cut off" },
        { "gzip, trailer cut in half", Gzip(Sound)[..^4], "its gzip data is corrupt or cut off" },
        { "gzip, last byte cut off", Gzip(Sound)[..^1], "its gzip data is corrupt or cut off" },
        { "gzip, bytes after its end", [.. Gzip(Sound), .. "junk"u8], Follow },
        { "gzip, one byte after its end", [.. Gzip(Sound), 10], Follow },
        { "gzip, the first byte of a member after its end", [.. Gzip(Sound), 0x1f], "its gzip data is corrupt or cut off" },
        { "gzip, zeros after its end", [.. Gzip(Sound), 0, 0, 0], Follow },
        { "gzip, much after its end", [.. Gzip(Sound), .. new byte[100_000]], Follow },
        { "gzip, bytes after its second member", [.. Gzip(Sound[..7]), .. Gzip(Sound[7..]), 10], Follow },
        { "gzip, bytes between its members", [.. Gzip(Sound[..7]), 10, .. Gzip(Sound[7..])],
        "its gzip data is corrupt or cut off" },
        { "gzip, half a member after its end", [.. Gzip(Sound), .. Gzip([1])[..12]], "its gzip data is corrupt or cut off" },
        { "gzip, header only", Gzip(Sound)[..10], "damaged" },
    };

    [Theory]
    [MemberData(nameof(DamagedImages))]
    public void Images_should_be_refused_with_the_reason_when_damaged(string damage, byte[] file, string reason)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<SecantException>(() => IdxReader.ReadImages(new MemoryStream(file), "digits.gz"));

        Assert.Equal(Failure.Data, error.Failure);
        Assert.StartsWith("digits.gz is damaged: ", error.Message);
        Assert.Contains(reason, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000, $"{damage}: a small file made a big allocation");
    }

    [Fact]
    public void Cut_off_gzip_should_be_called_so_wherever_it_is_cut()
    {
        var random = new Random(5);
        var whole = Gzip(Images(60, 9, 9,
            [.. Enumerable.Range(0, 60 * 81).Select(_ => (byte)(random.Next(3) == 0 ? random.Next(256) : 0))]));

        // A cut before the first decoded bytes may look like any damage.
        for (var length = 400; length < whole.Length; length++)
        {
            var error = Assert.Throws<SecantException>(
                () => IdxReader.ReadImages(new MemoryStream(whole[..length]), "digits.gz"));

            Assert.True(
                error.Message.Contains("cut off", StringComparison.Ordinal)
                    || error.Message.Contains("the file cannot hold them", StringComparison.Ordinal),
                $"{length} of {whole.Length} bytes: {error.Message}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Images_should_never_fail_without_a_reason_when_bytes_are_random(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 5_000; round++)
        {
            var file = random.Next(2) == 0 ? Gzip(Sound) : [.. Sound];
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            file = file[..random.Next(file.Length + 1)];

            var error = Record.Exception(() => IdxReader.ReadImages(new MemoryStream(file), "x"));

            Assert.True(error is null or SecantException, $"seed {seed}, round {round}, {Convert.ToHexString(file)}: {error}");
        }
    }

    [Fact]
    public void Images_should_be_read_when_their_last_byte_is_the_one_that_marks_the_end()
    {
        var images = IdxReader.ReadImages(new MemoryStream(Gzip(Images(1, 1, 2, [MarkedGzip.Mark, MarkedGzip.Mark]))), "x");

        Assert.Equal([MarkedGzip.Mark, MarkedGzip.Mark], images.Body);
    }

    [Fact]
    public void Images_should_be_read_when_gzip_wrote_them_in_two_members()
    {
        var images = IdxReader.ReadImages(new MemoryStream([.. Gzip(Sound[..7]), .. Gzip(Sound[7..])]), "x");

        Assert.Equal([1, 2, 3, 4], images.Body);
    }

    [Theory]
    [InlineData(13, 3, false,
        "digits holds 4-byte floats in 3 dimensions, expected bytes in 3 (images); write each pixel as a byte from 0 to 255")]
    [InlineData(12, 3, false,
        "digits holds 4-byte integers in 3 dimensions, expected bytes in 3 (images); write each pixel as a byte from 0 to 255")]
    [InlineData(8, 4, false,
        "digits holds bytes in 4 dimensions, expected bytes in 3 (images); write each image as rows and columns of one byte a "
        + "pixel")]
    [InlineData(12, 2, true, "digits holds 4-byte integers in 2 dimensions, expected bytes in 1 (labels); "
        + "write each label, its first column where it has several as those of QMNIST have, as a byte")]
    [InlineData(11, 1, true,
        "digits holds 2-byte integers in 1 dimension, expected bytes in 1 (labels); write each label as a byte")]
    public void Sound_file_of_another_kind_should_be_called_what_it_is(byte type, byte dimensions, bool isLabels,
    string complaint)
    {
        var file = new MemoryStream([0, 0, type, dimensions, .. Sound[4..]]);

        var error = Assert.Throws<SecantException>(
            () => isLabels ? IdxReader.ReadLabels(file, "digits") : IdxReader.ReadImages(file, "digits"));

        Assert.Equal((Failure.Data, complaint), (error.Failure, error.Message));
    }

    [Fact]
    public void File_that_is_compressed_twice_should_be_called_so()
    {
        var error = Assert.Throws<SecantException>(() => IdxReader.ReadImages(new MemoryStream(Gzip(Gzip(Sound))), "digits.gz"));

        Assert.Equal("digits.gz is compressed twice; unpack it once, such as with gunzip", error.Message);
    }

    [Fact]
    public void Labels_should_be_refused_with_the_reason_when_they_are_images()
    {
        var error = Assert.Throws<SecantException>(() => IdxReader.ReadLabels(new MemoryStream(Sound), "labels"));

        Assert.Equal("labels is damaged: wrong magic: expected 2049 (labels), found 2051 (images); replace the file",
            error.Message);
    }

    [Fact]
    public void Data_set_should_be_refused_when_labels_are_missing()
    {
        var error = Assert.Throws<SecantException>(() => DataSet.FromIdx("x", Small with { TestLabels = Labels(1, [1]) }));

        Assert.Equal("x: test: 2 images but 1 labels; replace the files with a matching pair", error.Message);
    }

    [Fact]
    public void Data_set_should_be_refused_when_train_and_test_images_differ_in_size()
    {
        var wide = Images(2, 3, 2, new byte[12]);

        var error = Assert.Throws<SecantException>(() => DataSet.FromIdx("x", Small with { TestImages = wide }));

        Assert.Equal("x: train images are 2 x 3, test images 3 x 2; use files of one size", error.Message);
    }

    private static byte[] Flip(byte[] bytes, int fromEnd)
    {
        bytes[^fromEnd] ^= 0xff;
        return bytes;
    }
}
