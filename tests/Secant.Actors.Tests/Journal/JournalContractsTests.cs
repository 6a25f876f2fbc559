using System.Runtime.Serialization;
using System.Text.Json;
using Secant.Actors.Journal;

namespace Secant.Actors.Tests.Journal;

public sealed class JournalContractsTests
{
    public static TheoryData<string> EventTypes => new(typeof(IEvent).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IEvent)) && !type.IsAbstract)
        .Select(type => type.Name));

    public static TheoryData<string> Manifests => new(Samples.Events.Select(entry => JournalContracts.Table.ManifestOf(entry.GetType())));

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Event_should_come_back_whole_when_encoded_and_decoded(string type)
    {
        var sample = Assert.Single(Samples.Events, entry => entry.GetType().Name == type);

        var back = JournalContracts.Decode(JournalContracts.Table.ManifestOf(sample.GetType()), JournalContracts.Encode(sample));

        Assert.Equal(sample.GetType(), back.GetType());
        Assert.Equal(Json(sample), Json(back));
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Event_should_have_the_bytes_of_its_golden_file(string manifest)
    {
        var sample = Assert.Single(Samples.Events, entry => JournalContracts.Table.ManifestOf(entry.GetType()) == manifest);

        Assert.Equal(Golden(manifest), Convert.ToHexStringLower(JournalContracts.Encode(sample)));
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Golden_file_should_decode_to_its_event(string manifest)
    {
        var sample = Assert.Single(Samples.Events, entry => JournalContracts.Table.ManifestOf(entry.GetType()) == manifest);

        var back = JournalContracts.Decode(manifest, Convert.FromHexString(Golden(manifest)));

        Assert.Equal(Json(sample), Json(back));
    }

    [Fact]
    public void Golden_files_should_be_decodable_all()
    {
        foreach (var file in Directory.GetFiles(GoldenFolder, "*.hex"))
        {
            var manifest = Path.GetFileNameWithoutExtension(file);
            Assert.IsAssignableFrom<IEvent>(JournalContracts.Decode(manifest, Convert.FromHexString(Golden(manifest))));
        }
    }

    [Fact]
    public void Decode_should_name_the_manifest_when_it_is_unknown()
    {
        var error = Assert.Throws<SerializationException>(() => JournalContracts.Decode("lab.paused.2", JournalContracts.Encode(new ExperimentPaused("e1"))));

        Assert.Contains("'lab.paused.2'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_should_refuse_every_single_flipped_bit_and_every_shorter_length()
    {
        var bytes = JournalContracts.Encode(Samples.Events[0]);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var damaged = bytes.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<SerializationException>(() => JournalContracts.Decode("lab.submitted.1", damaged));
        }

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<SerializationException>(() => JournalContracts.Decode("lab.submitted.1", bytes[..length]));
        }
    }

    [Fact]
    public void Encode_should_refuse_a_type_that_is_not_in_the_table() =>
        Assert.Throws<SerializationException>(() => JournalContracts.Encode("text"));

    private static string GoldenFolder => Path.Combine(AppContext.BaseDirectory, "Journal", "Golden");

    private static string Golden(string manifest) =>
        string.Concat(File.ReadAllText(Path.Combine(GoldenFolder, manifest + ".hex")).Where(char.IsAsciiHexDigitLower));

    private static string Json(object value) => JsonSerializer.Serialize(value, value.GetType());
}
