using System.Text.Json;

namespace Secant.Actors.Hosting.Configuration;

/// <summary>What environment variables say: <c>SECANT_LAB_BIND</c> is <c>secant.lab.bind</c>, and so on.</summary>
internal static class EnvironmentText
{
    /// <summary>What stands in place of a file's name in messages.</summary>
    public const string Name = "environment";

    /// <param name="keys">All options.</param>
    /// <param name="variables">Reads a variable; null where it is not set. An empty one sets nothing.</param>
    public static HoconText Of(IEnumerable<string> keys, Func<string, string?> variables) => HoconText.Parse(
        Name,
        string.Join('\n', from key in keys
                          let value = variables(VariableOf(key))
                          where value
            is { Length: > 0 }
                          select $"{key} = {JsonSerializer.Serialize(value)}"));

    /// <summary>The variable of an option. That of <c>secant.data.cache</c> is shorter, as it is the one that is typed.</summary>
    public static string VariableOf(string key) =>
        key == "secant.data.cache" ? "SECANT_DATA" : key.ToUpperInvariant().Replace('.', '_').Replace('-', '_');
}
