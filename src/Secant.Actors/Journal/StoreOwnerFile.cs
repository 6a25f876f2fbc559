using System.Text.Json;
using System.Text.Json.Serialization;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Actors.Journal;

/// <summary>The file beside a store's lock that says who holds it.</summary>
internal static class StoreOwnerFile
{
    // A command line of a whole sweep's folder names is still shorter.
    private const int MostLetters = 1_000_000;

    public static StoreOwner Current(StoreOptions options) => new(
        Environment.ProcessId,
        Environment.MachineName,
        ShownText.Clean(options.Command),
        Guid.NewGuid().ToString("N"),
        options.Time.Date(),
        options.TakesUpAll);

    /// <summary>Replaces the file in one step, so that no reader sees half of it.</summary>
    public static void Write(this StoreOwner owner, string path)
    {
        var draft = path + ".new";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(owner, OwnerJson.Default.StoreOwner));
        File.Move(draft, path, overwrite: true);
    }

    /// <returns>Null when there is none or it is not readable: it only serves to name somebody.</returns>
    public static StoreOwner? Read(string path)
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
