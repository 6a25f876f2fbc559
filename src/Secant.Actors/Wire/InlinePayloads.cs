using Akka.Actor;
using Secant.Lab.Contracts;

namespace Secant.Actors.Wire;

/// <summary>Within one process nothing is sent, so that every payload carries its bytes.</summary>
public sealed class InlinePayloads : IPayloads
{
    public Payload Offer(byte[] bytes, int readers = 1) => new(bytes, null, bytes.Length);

    public Task<byte[]> ReadAsync(Payload payload, IActorRef sender, CancellationToken cancellation = default) =>
        Task.FromResult(payload.Bytes ?? []);
}
