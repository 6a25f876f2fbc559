using Akka.Actor;
using static Secant.Actors.Wire.BlobProtocol;

namespace Secant.Actors.Wire;

/// <summary>
/// One a process: has large payloads ready for others to fetch, and fetches theirs, in chunks that the reader asks for. Its work
/// is small pieces only, so that nothing else waits long.
/// </summary>
public sealed class Blobs : ReceiveActor, IWithTimers
{
    /// <summary>Its path is /user/blobs in every process.</summary>
    public const string Name = "blobs";

    private readonly BlobOptions _options;
    private readonly IActorRefProvider _refs;
    private readonly PublishedBlobs _published = new();
    private readonly Dictionary<long, (Transfer Transfer, Line Line, IActorRef From)> _transfers = [];
    private readonly Dictionary<Address, (Line Line, IActorRef From)> _lines = [];
    private readonly Action<long> _held;
    private long _transfersBegun;

    /// <param name="options">The limits.</param>
    /// <param name="held">Told how many bytes are kept for others whenever that changes.</param>
    public Blobs(BlobOptions options, Action<long> held)
    {
        _options = options;
        _held = held;
        _refs = ((ExtendedActorSystem)Context.System).Provider;
        Receive<Publish>(publish =>
        {
            _published.Add(publish.Blob, publish.Bytes, publish.Readers, Now);
            _held(_published.HeldBytes);
        });
        Receive<Read>(Begin);
        Receive<GetChunk>(get => Sender.Tell(_published.Chunk(get.Blob, get.Index, Now) is var (bytes, sha256)
            ? new Chunk(get.Transfer, get.Index, bytes, sha256)
            : new Missing(get.Transfer)));
        Receive<GotAll>(got => Release(got.Blob));
        Receive<Chunk>(Take);
        Receive<Missing>(missing =>
        {
            if (_transfers.TryGetValue(missing.Transfer, out var known))
            {
                known.Transfer.Fail("the sender has them no longer");
                End(known.Transfer, known.Line);
            }
        });
        Receive<Tick>(_ => LookForTheLate());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => _options.Time.GetElapsedTime(0);

    internal static Props Props(BlobOptions options, Action<long> held) =>
        Akka.Actor.Props.Create(() => new Blobs(options, held));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, _options.TickInterval);

    protected override void PostStop()
    {
        foreach (var (transfer, _, _) in _transfers.Values)
        {
            transfer.Fail("this process is ending");
            transfer.Dispose();
        }

        _published.Clear();
    }

    private void Begin(Read read)
    {
        if (!read.From.HasGlobalScope || read.From == _refs.DefaultAddress)
        {
            TakeOwn(read);
            return;
        }

        if (!_lines.TryGetValue(read.From, out var line))
        {
            line = (new Line(_options), _refs.ResolveActorRef(new RootActorPath(read.From) / "user" / Name));
            _lines.Add(read.From, line);
        }

        var transfer = new Transfer(++_transfersBegun, read.Blob, read.Length, read.Done) { LastProgress = Now };
        _transfers.Add(transfer.Number, (transfer, line.Line, line.From));
        line.Line.Add(transfer);
        Ask(line.Line);
    }

    private void TakeOwn(Read read)
    {
        if (_published.Whole(read.Blob) is { } bytes)
        {
            read.Done.TrySetResult(bytes);
            Release(read.Blob);
        }
        else
        {
            read.Done.TrySetException(
                new IOException($"{read.Length} bytes could not be fetched: this process has them no longer"));
        }
    }

    private void Take(Chunk chunk)
    {
        if (!_transfers.TryGetValue(chunk.Transfer, out var known) || !known.Line.Came(known.Transfer, chunk.Index, Now))
        {
            return;
        }

        var (transfer, line, from) = known;
        transfer.LastProgress = Now;
        transfer.Take(chunk.Index, chunk.Bytes, chunk.Sha256);
        if (transfer.IsOver)
        {
            from.Tell(new GotAll(transfer.Blob));
            End(transfer, line);
        }
        else
        {
            Ask(line);
        }
    }

    private void End(Transfer transfer, Line line)
    {
        _transfers.Remove(transfer.Number);
        line.Remove(transfer);
        transfer.Dispose();
        Ask(line);
    }

    private void Release(string blob)
    {
        _published.GotAll(blob);
        _held(_published.HeldBytes);
    }

    private void Ask(Line line)
    {
        foreach (var (transfer, index) in line.Ask(Now))
        {
            Send(transfer, index);
        }
    }

    private void Send(Transfer transfer, int index) =>
        _transfers[transfer.Number].From.Tell(new GetChunk(transfer.Blob, transfer.Number, index), Self);

    private void LookForTheLate()
    {
        var now = Now;
        foreach (var (transfer, line, from) in _transfers.Values.Where(known => known.Transfer.IsOver).ToList())
        {
            from.Tell(new GotAll(transfer.Blob));
            End(transfer, line);
        }

        _published.DropUnaskedSince(now - _options.KeepFor);
        _held(_published.HeldBytes);
        foreach (var (transfer, line,
            _) in _transfers.Values.Where(known => now - known.Transfer.LastProgress > _options.Patience).ToList())
        {
            transfer.Fail($"the sender did not answer for {_options.Patience.TotalSeconds} s");
            End(transfer, line);
        }

        foreach (var (address, (line, _)) in _lines.ToList())
        {
            foreach (var (transfer, index) in line.AskAgain(now))
            {
                Send(transfer, index);
            }

            if (line.IsIdle)
            {
                _lines.Remove(address);
            }
        }
    }

    /// <summary>From this process: have bytes ready.</summary>
    internal sealed record Publish(string Blob, byte[] Bytes, int Readers);

    /// <summary>From this process: fetch a blob.</summary>
    internal sealed record Read(string Blob, int Length, Address From, TaskCompletionSource<byte[]> Done);

    private sealed class Tick
    {
        public static Tick Instance { get; } = new();
    }
}
