using System.Security.Cryptography;
using Akka.Actor;
using Secant.Lab.Contracts;

namespace Secant.Actors.Wire;

/// <summary>Between machines: few bytes travel with their message, many are fetched in chunks from the sender's
/// <see cref="Blobs"/>.</summary>
public sealed class BlobPayloads : IPayloads
{
    private const int NameBytes = 16;

    private readonly BlobOptions _options;
    private readonly IActorRef _blobs;
    private long _heldBytes;

    /// <summary>Starts the process's <see cref="Blobs"/>; there can be one in a system.</summary>
    public BlobPayloads(ActorSystem system, BlobOptions options)
        : this(system, options, Blobs.Name)
    {
    }

    internal BlobPayloads(ActorSystem system, BlobOptions options, string name)
    {
        _options = options;
        _blobs = system.ActorOf(Blobs.Props(options, held => Interlocked.Exchange(ref _heldBytes, held)), name);
    }

    /// <summary>Bytes kept here for others to fetch.</summary>
    public long HeldBytes => Interlocked.Read(ref _heldBytes);

    /// <inheritdoc/>
    public Payload Offer(byte[] bytes, int readers = 1)
    {
        if (bytes.Length <= _options.LargestInline)
        {
            return new Payload(bytes, null, bytes.Length);
        }

        var name = RandomNumberGenerator.GetHexString(2 * NameBytes, lowercase: true);
        _blobs.Tell(new Blobs.Publish(name, bytes, readers));
        return new Payload(null, name, bytes.Length);
    }

    /// <inheritdoc/>
    public Task<byte[]> ReadAsync(Payload payload, IActorRef sender, CancellationToken cancellation = default)
    {
        var found = payload.Blob is null ? payload.Bytes?.Length ?? 0 : payload.Length;
        if (found != payload.Length || payload.Length < 0 || payload.Length > _options.LargestBlob
            || (payload.Blob is not null && payload.Length == 0))
        {
            return Task.FromException<byte[]>(new IOException($"a payload announces {payload.Length} bytes, and has {found}"));
        }

        if (payload.Blob is null)
        {
            return Task.FromResult(payload.Bytes ?? []);
        }

        var done = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var canceling = cancellation.Register(() => done.TrySetCanceled(cancellation));
        done.Task.ContinueWith(_ => canceling.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        _blobs.Tell(new Blobs.Read(payload.Blob, payload.Length, sender.Path.Address, done));
        return done.Task;
    }
}
