using System.Text.Json;
using System.Text.Json.Serialization;
using Secant.Core;

namespace Secant.Actors.Journal;

/// <summary>Who holds a store's lock. It is true only while the lock is held: a killed process leaves it behind.</summary>
/// <param name="Pid">The process.</param>
/// <param name="Host">Its machine.</param>
/// <param name="Command">What it does.</param>
/// <param name="Instance">Unique to this opening of the store; stands in <see cref="LifeStarted.Instance"/> too.</param>
/// <param name="Since">When it opened the store.</param>
/// <param name="TakesUpAll">Whether it takes up every unfinished experiment.</param>
public sealed record StoreOwner(int Pid, string Host, string Command, string Instance, DateTimeOffset Since, bool TakesUpAll)
{
    // A command line of a whole sweep's folder names is still shorter.
    private const int MostLetters = 1_000_000;

    /// <summary>Somebody who holds the lock and has not yet said who.</summary>
    internal static StoreOwner Unknown { get; } = new(0, "", "", "", DateTimeOffset.MaxValue, TakesUpAll: false);

    internal static StoreOwner Current(StoreOptions options) => new(
        Environment.ProcessId,
        Environment.MachineName,
        ShownText.Clean(options.Command),
        Guid.NewGuid().ToString("N"),
        options.Time.Date(),
        options.TakesUpAll);

    /// <summary>Replaces the file in one step, so that no reader sees half of it.</summary>
    internal void Write(string path)
    {
        var draft = path + ".new";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(this, OwnerJson.Default.StoreOwner));
        File.Move(draft, path, overwrite: true);
    }

    /// <returns>Null when there is none or it is not readable: it only serves to name somebody.</returns>
    internal static StoreOwner? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(OutsideText.Read(path, MostLetters), OwnerJson.Default.StoreOwner);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(StoreOwner))]
internal sealed partial class OwnerJson : JsonSerializerContext;
