using Akka.Actor;
using Secant.Lab.Contracts;

namespace Secant.Actors.Wire;

/// <summary>How bytes of any size travel with messages.</summary>
public interface IPayloads
{
    /// <summary>Makes bytes ready to be sent. They must not change afterwards.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="readers">How many will read them; what must be fetched is kept until they have, or until nobody asks any
    /// more.</param>
    Payload Offer(byte[] bytes, int readers = 1);

    /// <summary>The bytes of a payload.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="sender">Who sent the message that carried it.</param>
    /// <param name="cancellation">Nobody wants them any longer: what has not come yet is not asked for.</param>
    /// <exception cref="IOException">The sender no longer has them, or does not answer.</exception>
    Task<byte[]> ReadAsync(Payload payload, IActorRef sender, CancellationToken cancellation = default);
}
