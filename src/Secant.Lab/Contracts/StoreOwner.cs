namespace Secant.Lab.Contracts;

/// <summary>Who holds a store's lock. It is true only while the lock is held: a killed process leaves it behind.</summary>
/// <param name="Pid">The process.</param>
/// <param name="Host">Its machine.</param>
/// <param name="Command">What it does.</param>
/// <param name="Instance">Unique to this opening of the store; stands in <see cref="LifeStarted.Instance"/> too.</param>
/// <param name="Since">When it opened the store.</param>
/// <param name="TakesUpAll">Whether it takes up every unfinished experiment.</param>
public sealed record StoreOwner(int Pid, string Host, string Command, string Instance, DateTimeOffset Since, bool TakesUpAll)
{
    /// <summary>Somebody who holds the lock and has not yet said who.</summary>
    internal static StoreOwner Unknown { get; } = new(0, "", "", "", DateTimeOffset.MaxValue, TakesUpAll: false);
}
