using System.Runtime.Serialization;
using System.Text.Json;
using Secant.Actors.Journal;
using Secant.Lab.Contracts;
using Secant.Lab.Tests.Contracts;

namespace Secant.Actors.Tests.Journal;

public sealed class JournalContractsTests
{
    public static TheoryData<string> EventTypes => new(typeof(IEvent).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IEvent)) && !type.IsAbstract)
        .Select(type => type.Name));

    public static TheoryData<string> GoldenFiles => new(
        Samples.Events.Select(entry => JournalContracts.Table.ManifestOf(entry.GetType())).Concat(Samples.Grown.Keys));

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
    [MemberData(nameof(GoldenFiles))]
    public void Event_should_have_the_bytes_of_its_golden_file(string file) =>
        Assert.Equal(Golden(file), Convert.ToHexStringLower(JournalContracts.Encode(SampleOf(file))));

    [Theory]
    [MemberData(nameof(GoldenFiles))]
    public void Golden_file_should_decode_to_its_event(string file)
    {
        var back = JournalContracts.Decode(ManifestOf(file), Convert.FromHexString(Golden(file)));

        Assert.Equal(Json(SampleOf(file)), Json(back));
    }

    [Fact]
    public void Golden_files_should_be_decodable_all()
    {
        foreach (var file in Directory.GetFiles(GoldenFolder, "*.hex"))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            Assert.IsAssignableFrom<IEvent>(JournalContracts.Decode(ManifestOf(name), Convert.FromHexString(Golden(name))));
        }
    }

    [Fact]
    public void Decode_should_name_the_manifest_when_it_is_unknown()
    {
        var error = Assert.Throws<SerializationException>(
            () => JournalContracts.Decode("lab.paused.2", JournalContracts.Encode(new ExperimentPaused("e1"))));

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

    private static string ManifestOf(string file) => file.Split('+')[0];

    private static IEvent SampleOf(string file) =>
        Samples.Grown.GetValueOrDefault(file)
        ?? Assert.Single(Samples.Events, entry => JournalContracts.Table.ManifestOf(entry.GetType()) == file);

    private static string Golden(string manifest) =>
        string.Concat(File.ReadAllText(Path.Combine(GoldenFolder, manifest + ".hex")).Where(char.IsAsciiHexDigitLower));

    private static string Json(object value) => JsonSerializer.Serialize(value, value.GetType());
}
