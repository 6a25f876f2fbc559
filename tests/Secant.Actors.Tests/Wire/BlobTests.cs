using System.Security.Cryptography;
using Akka.Actor;
using Secant.Actors.Hosting;
using Secant.Actors.Wire;
using Secant.Lab.Contracts;

namespace Secant.Actors.Tests.Wire;

public sealed class BlobTests
{
    // Longer than a transfer on a busy machine takes, so that only what is broken ends by it.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int> Lengths => [0, 1, 65_536, 65_537, 131_072, 1_000_003, 50_000_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Bytes_should_come_whole_when_another_process_reads_them(int length)
    {
        await using var loopback = new Loopback();
        var (offerer, reader) = (loopback.Start(), loopback.Start());
        var (offered, read) = (new BlobPayloads(offerer, new BlobOptions()), new BlobPayloads(reader, new BlobOptions()));
        var bytes = Bytes(length);

        var payload = offered.Offer(bytes);
        var back = await read.ReadAsync(payload, SomeActorOf(offerer, reader), Cancellation).WaitAsync(Bound, Cancellation);

        Assert.Equal(Sum(bytes), Sum(back));
        Assert.Equal(length <= 65_536, payload.Blob is null);
        await Eventually(() => offered.HeldBytes == 0);
    }

    [Fact]
    public async Task Bytes_should_be_kept_until_every_reader_has_them()
    {
        await using var loopback = new Loopback();
        var (offerer, one, two) = (loopback.Start(), loopback.Start(), loopback.Start());
        var offered = new BlobPayloads(offerer, new BlobOptions());
        var bytes = Bytes(3_000_000);
        var payload = offered.Offer(bytes, readers: 2);

        var first = await new BlobPayloads(one, new BlobOptions()).ReadAsync(payload, SomeActorOf(offerer, one), Cancellation)
            .WaitAsync(Bound, Cancellation);
        Assert.Equal(3_000_000, offered.HeldBytes);
        var second = await new BlobPayloads(two, new BlobOptions()).ReadAsync(payload, SomeActorOf(offerer, two), Cancellation)
            .WaitAsync(Bound, Cancellation);

        Assert.Equal((Sum(bytes), Sum(bytes)), (Sum(first), Sum(second)));
        await Eventually(() => offered.HeldBytes == 0);
    }

    [Fact]
    public async Task Bytes_should_be_read_without_a_copy_when_they_are_offered_in_the_same_process()
    {
        await using var loopback = new Loopback();
        var system = loopback.Start();
        var payloads = new BlobPayloads(system, new BlobOptions());
        var bytes = Bytes(1_000_000);

        var back = await payloads.ReadAsync(payloads.Offer(bytes), system.ActorOf<Echo>(), Cancellation)
            .WaitAsync(Bound, Cancellation);

        Assert.Same(bytes, back);
        await Eventually(() => payloads.HeldBytes == 0);
    }

    [Fact]
    public async Task Several_transfers_should_all_come_whole_when_they_share_a_line()
    {
        await using var loopback = new Loopback();
        var (offerer, reader) = (loopback.Start(), loopback.Start());
        var (offered, read) = (new BlobPayloads(offerer, new BlobOptions()), new BlobPayloads(reader, new BlobOptions()));
        var sender = SomeActorOf(offerer, reader);
        var all = Enumerable.Range(1, 9).Select(i => Bytes(i * 333_333)).ToList();

        var back = await Task.WhenAll(all.Select(bytes => read.ReadAsync(offered.Offer(bytes), sender, Cancellation)))
            .WaitAsync(Bound, Cancellation);

        Assert.Equal(all.Select(Sum), back.Select(Sum));
    }

    [Fact]
    public async Task Passes_should_go_to_and_fro_while_a_transfer_is_running()
    {
        await using var loopback = new Loopback();
        var passesMade = 0;
        var last = 50_000_000 / 65_536;
        var (payload, echo, read) = Sifted(
            loopback, Bytes(50_000_000), message => message is BlobProtocol.GetChunk get && get.Index == last
                && Volatile.Read(ref passesMade) < 50, chunk => chunk);
        var pass = new WorkerProtocol.Pass(new Attempt("1", 1), 7, null, null, new Payload(new byte[5_120], null, 5_120));

        var transfer = read.ReadAsync(payload, echo, Cancellation);
        for (; passesMade < 50; Interlocked.Increment(ref passesMade))
        {
            await echo.Ask<WorkerProtocol.Pass>(pass, Bound, Cancellation);
            Assert.False(transfer.IsCompleted);
        }

        Assert.Equal(Sum(Bytes(50_000_000)), Sum(await transfer.WaitAsync(Bound, Cancellation)));
    }

    [Fact]
    public async Task Sender_should_be_rid_of_what_nobody_wants_any_longer()
    {
        await using var loopback = new Loopback();
        var (offerer, reader) = (loopback.Start(), loopback.Start());
        var (offered, read) = (new BlobPayloads(offerer, new BlobOptions()), new BlobPayloads(reader, new BlobOptions()));
        var sender = SomeActorOf(offerer, reader);
        var payload = offered.Offer(Bytes(2_000_000));
        await Eventually(() => offered.HeldBytes == 2_000_000);

        await Assert.ThrowsAsync<TaskCanceledException>(
            () => read.ReadAsync(payload, sender, new CancellationToken(canceled: true)));

        await Eventually(() => offered.HeldBytes == 0);
    }

    [Fact]
    public async Task Lost_chunks_should_be_asked_for_again()
    {
        await using var loopback = new Loopback();
        var lost = new HashSet<int>();
        var (payload, sender, read) = Sifted(
            loopback, Bytes(2_000_000),
                message => message is BlobProtocol.GetChunk { Index: 0 or 3 or 30 } get && lost.Add(get.Index), chunk => chunk);

        var back = await read.ReadAsync(payload, sender, Cancellation).WaitAsync(Bound, Cancellation);

        Assert.Equal(Sum(Bytes(2_000_000)), Sum(back));
        Assert.Equal(3, lost.Count);
    }

    [Fact]
    public async Task Reading_should_fail_when_a_byte_changes_on_the_way()
    {
        await using var loopback = new Loopback();
        var (payload, sender, read) = Sifted(loopback, Bytes(2_000_000), _ => false,
            chunk => chunk.Index == 7 ? chunk with { Bytes = Flip(chunk.Bytes) } : chunk);

        var error = await Assert.ThrowsAsync<IOException>(
            () => read.ReadAsync(payload, sender, Cancellation).WaitAsync(Bound, Cancellation));

        Assert.Contains("checksum", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_should_fail_when_a_chunk_is_short()
    {
        await using var loopback = new Loopback();
        var (payload, sender, read) =
            Sifted(loopback, Bytes(2_000_000), _ => false, chunk => chunk.Index == 7 ? chunk with { Bytes = [1] } : chunk);

        var error = await Assert.ThrowsAsync<IOException>(
            () => read.ReadAsync(payload, sender, Cancellation).WaitAsync(Bound, Cancellation));

        Assert.Contains("chunk 7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_should_fail_when_the_sender_has_no_such_blob()
    {
        await using var loopback = new Loopback();
        var (offerer, reader) = (loopback.Start(), loopback.Start());
        _ = new BlobPayloads(offerer, new BlobOptions());
        var read = new BlobPayloads(reader, new BlobOptions());

        var error = await Assert.ThrowsAsync<IOException>(
            () => read.ReadAsync(new Payload(null, "none", 1_000_000), SomeActorOf(offerer, reader), Cancellation)
                .WaitAsync(Bound, Cancellation));

        Assert.Contains("no longer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_should_fail_without_taking_the_memory_when_a_length_is_forged()
    {
        await using var loopback = new Loopback();
        var (offerer, reader) = (loopback.Start(), loopback.Start());
        var (offered, read) = (new BlobPayloads(offerer, new BlobOptions()),
            new BlobPayloads(reader, new BlobOptions { LargestBlob = 1_000_000_000 }));
        var sender = SomeActorOf(offerer, reader);
        var forged = offered.Offer(Bytes(200_000)) with { Length = 900_000_000 };
        var before = GC.GetTotalAllocatedBytes();

        await Assert.ThrowsAsync<IOException>(() => read.ReadAsync(forged, sender, Cancellation).WaitAsync(Bound, Cancellation));
        await Assert.ThrowsAsync<IOException>(() => read.ReadAsync(forged with { Length = 1_000_000_001 }, sender, Cancellation));
        await Assert.ThrowsAsync<IOException>(() => read.ReadAsync(forged with { Length = -1 }, sender, Cancellation));
        await Assert.ThrowsAsync<IOException>(() => read.ReadAsync(new Payload([1, 2], null, 3), sender, Cancellation));

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 500_000_000);
    }

    [Fact]
    public async Task Reading_should_fail_when_the_sender_dies_in_the_middle()
    {
        await using var loopback = new Loopback();
        var (offerer, reader) = (loopback.Start(), loopback.Start());
        var real = new BlobPayloads(offerer, new BlobOptions(), "real");
        var reached = new TaskCompletionSource();
        Func<object, bool> stalls =
            message => message is BlobProtocol.GetChunk { Index: >= 10 } && (reached.TrySetResult() || true);
        offerer.ActorOf(Props.Create(() => new Sieve(Real(offerer), stalls, chunk => chunk)), Blobs.Name);
        var read = new BlobPayloads(reader, new BlobOptions { Patience = TimeSpan.FromSeconds(2) });

        var transfer = read.ReadAsync(real.Offer(Bytes(2_000_000)), SomeActorOf(offerer, reader), Cancellation);
        await reached.Task.WaitAsync(Bound, Cancellation);
        await offerer.Terminate();
        var error = await Assert.ThrowsAsync<IOException>(() => transfer.WaitAsync(Bound, Cancellation));

        Assert.Contains("did not answer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_should_be_dropped_when_nobody_asks_for_them()
    {
        await using var loopback = new Loopback();
        var payloads = new BlobPayloads(loopback.Start(), new BlobOptions { KeepFor = TimeSpan.FromSeconds(1) });

        payloads.Offer(Bytes(100_000));

        await Eventually(() => payloads.HeldBytes == 100_000);
        await Eventually(() => payloads.HeldBytes == 0);
    }

    private static IActorRef SomeActorOf(ActorSystem system, ActorSystem reader) =>
        Loopback.Reach(reader, system.ActorOf<Echo>(), system);

    private static IActorRef Real(ActorSystem system) =>
        ((ExtendedActorSystem)system).Provider.ResolveActorRef(new RootActorPath(Network.AddressOf(system)) / "user" / "real");

    private static (Payload Payload, IActorRef Sender, BlobPayloads Read) Sifted(
        Loopback loopback, byte[] bytes, Func<object, bool> loses, Func<BlobProtocol.Chunk, object> tampers)
    {
        var (offerer, reader) = (loopback.Start(), loopback.Start());
        var offered = new BlobPayloads(offerer, new BlobOptions(), "real");
        offerer.ActorOf(Props.Create(() => new Sieve(Real(offerer), loses, tampers)), Blobs.Name);
        var read = new BlobPayloads(reader,
            new BlobOptions { AskAgainAfter = TimeSpan.FromMilliseconds(200), TickInterval = TimeSpan.FromMilliseconds(50) });
        return (offered.Offer(bytes), SomeActorOf(offerer, reader), read);
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Flip(byte[] bytes)
    {
        var flipped = bytes.ToArray();
        flipped[100] ^= 1;
        return flipped;
    }

    private static string Sum(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    private static async Task Eventually(Func<bool> holds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        bounded.CancelAfter(Bound);
        while (!holds())
        {
            await timer.WaitForNextTickAsync(bounded.Token);
        }
    }
}
