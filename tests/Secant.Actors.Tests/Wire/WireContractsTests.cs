using System.Runtime.Serialization;
using System.Text.Json;
using Secant.Actors.Wire;
using Secant.Lab.Contracts;

namespace Secant.Actors.Tests.Wire;

public sealed class WireContractsTests
{
    private static readonly Type[] Messages =
    [
        .. typeof(IWireMessage).Assembly.GetTypes().Concat(typeof(BlobProtocol).Assembly.GetTypes())
            .Where(type => type.IsAssignableTo(typeof(IWireMessage)) && !type.IsAbstract),
    ];

    public static TheoryData<string> MessageTypes => new(Messages.Select(type => type.FullName!));

    private static readonly string[] MayBeEmpty =
    [
        typeof(BlobProtocol.Missing).FullName!,
        typeof(NodeProtocol.Released).FullName!,
        typeof(NodeProtocol.Unknown).FullName!,
        typeof(LabProtocol.GetStatus).FullName!,
        typeof(LabProtocol.GetCores).FullName!,
        typeof(LabProtocol.Cores).FullName!,
        typeof(LabProtocol.GetDocuments).FullName!,
        typeof(LabProtocol.Documents).FullName!,
    ];

    public static TheoryData<int> SparseSamples => new(Enumerable.Range(0, WireSamples.Sparse.Count));

    [Theory]
    [MemberData(nameof(MessageTypes))]
    public void Message_should_come_back_whole_when_encoded_and_decoded(string type) =>
        RoundTrip(Assert.Single(WireSamples.All, message => message.GetType().FullName == type));

    [Theory]
    [MemberData(nameof(SparseSamples))]
    public void Message_should_come_back_whole_when_what_may_be_left_out_is(int sample) => RoundTrip(WireSamples.Sparse[sample]);

    [Theory]
    [MemberData(nameof(MessageTypes))]
    public void Message_should_be_refused_when_something_that_must_be_there_is_not(string type)
    {
        var manifest = WireContracts.Table.ManifestOf(Messages.Single(message => message.FullName == type));
        if (!MayBeEmpty.Contains(type))
        {
            Assert.Throws<SerializationException>(() => WireContracts.Decode(manifest, ReadOnlyMemory<byte>.Empty));
        }
        else
        {
            Assert.Equal(type, WireContracts.Decode(manifest, ReadOnlyMemory<byte>.Empty).GetType().FullName);
        }
    }

    [Fact]
    public void Message_should_be_refused_when_something_within_it_is_missing()
    {
        var damaged = new WorkerProtocol.OpenSlice(new Attempt(null!, 1), 0, new WireRange(0, 1), 0, true);

        var error = Assert.Throws<SerializationException>(
            () => WireContracts.Decode("worker.open-slice.1", WireContracts.Table.Encode(damaged)));

        Assert.Contains("Attempt.Experiment", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_should_be_refused_whatever_its_bytes_when_they_are_random()
    {
        const int seed = 20260;
        var random = new Random(seed);
        foreach (var sample in WireSamples.All)
        {
            var manifest = WireContracts.Table.ManifestOf(sample.GetType());
            var good = WireContracts.Table.Encode(sample);
            for (var trial = 0; trial < 200; trial++)
            {
                var bytes = good.ToArray();
                for (var flips = random.Next(1, 4); flips > 0 && bytes.Length > 0; flips--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                // Either it is a message of that type still, or it is refused in the one way that the receiver expects.
                var thrown = Record.Exception(() => WireContracts.Decode(manifest, bytes));
                Assert.True(thrown is null or SerializationException, $"seed {seed}, {manifest}: {thrown}");
            }
        }
    }

    [Fact]
    public void Decode_should_name_the_manifest_when_it_is_unknown()
    {
        var error = Assert.Throws<SerializationException>(
            () => WireContracts.Decode("node.register.2", ReadOnlyMemory<byte>.Empty));

        Assert.Contains("'node.register.2'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_should_hold_nothing_but_messages() =>
        Assert.All(WireContracts.Table.Types, type => Assert.True(type.IsAssignableTo(typeof(IWireMessage)), type.FullName));

    [Fact]
    public void Document_should_stay_far_below_the_frame_size_with_the_curve_of_the_default_schedule() =>
        Assert.InRange(WireContracts.Table.Encode(WireSamples.All.OfType<LabProtocol.Document>().Single()).Length, 1, 4096);

    private static void RoundTrip(IWireMessage sample)
    {
        var back = WireContracts.Decode(WireContracts.Table.ManifestOf(sample.GetType()), WireContracts.Table.Encode(sample));

        Assert.Equal(sample.GetType(), back.GetType());
        Assert.Equal(Json(sample), Json(back));
    }

    private static string Json(object value) => JsonSerializer.Serialize(value, value.GetType());
}
