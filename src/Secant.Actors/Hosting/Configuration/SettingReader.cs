using System.Globalization;
using Akka.Configuration.Hocon;
using Secant.Core;

namespace Secant.Actors.Hosting.Configuration;

/// <summary>
/// Typed access to the environment's values over the operator's over the defaults; every miss is one line with the file, the key
/// and the range.
/// </summary>
internal sealed class SettingReader(HoconText defaults, HoconText? operators, HoconText environment)
{
    /// <exception cref="SecantException">The operator's file names a key that there is not
    /// (<see cref="Failure.Usage"/>).</exception>
    public void RefuseUnknownKeys()
    {
        foreach (var (key, value) in operators?.Values ?? new Dictionary<string, HoconValue>())
        {
            if (defaults.Values.ContainsKey(key))
            {
                continue;
            }

            var section = $"{key}.";
            if (defaults.Values.Keys.Any(known => known.StartsWith(section, StringComparison.Ordinal)))
            {
                if (!value.IsObject())
                {
                    throw Error(operators!, $"{key} is a section: expected {key} {{ ... }}, found {Shown(value)}");
                }

                continue;
            }

            var nearest = NearestName.Of(key, defaults.Values.Keys);
            throw Error(operators!,
                $"no option {key}" + (nearest is null ? "; reference.hocon lists what there is" : $"; did you mean {nearest}?"));
        }
    }

    public string Text(string key)
    {
        var (file, value) = Find(key);
        return value.IsString() && !value.IsObject() ? value.GetString() ?? "" : throw Wrong(file, key, "a text", value);
    }

    /// <summary>
    /// An absolute path; null where the text is empty. A relative one is taken from the file's own folder, one of the environment
    /// from the working folder.
    /// </summary>
    public string? Folder(string key)
    {
        var text = Text(key);
        return text.Length == 0 ? null
            : operators is null || Find(key).File == environment ? Path.GetFullPath(text)
            : Path.GetFullPath(text, Path.GetDirectoryName(Path.GetFullPath(operators.Name))!);
    }

    public long Whole(string key, long least, long most)
    {
        var (file, value) = Find(key);
        return long.TryParse(Plain(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw Wrong(file, key, $"a whole number from {least} to {most}", value);
    }

    /// <summary>A whole number in a range; null where it is 0.</summary>
    public long? WholeOrNone(string key, long least, long most) => Plain(Find(key).Value) == "0" ? null : Whole(key, least, most);

    public double Number(string key, double least, double most)
    {
        var (file, value) = Find(key);
        return double.TryParse(Plain(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw Wrong(file, key, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"), value);
    }

    /// <summary>A time with its unit: a bare number would be milliseconds to Akka and seconds to most people.</summary>
    public TimeSpan Time(string key, TimeSpan least, TimeSpan most)
    {
        var (file, value) = Find(key);
        var expected = $"a time from {Shown(least)} to {Shown(most)} with its unit, such as 5s";
        try
        {
            return Plain(value) is { Length: > 0 } text && !char.IsAsciiDigit(text[^1])
                && value.GetTimeSpan(allowInfinite: false) is var time && time >= least && time <= most
                ? time
                : throw Wrong(file, key, expected, value);
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            throw Wrong(file, key, expected, value);
        }
    }

    public T Word<T>(string key)
        where T : struct, Enum
    {
        var (file, value) = Find(key);
        var words = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToArray();
        return Array.IndexOf(words, Plain(value)) is var index and >= 0
            ? Enum.GetValues<T>()[index]
            : throw Wrong(file, key, $"one of {string.Join(", ", words)}", value);
    }

    private (HoconText File, HoconValue Value) Find(string key) =>
        environment.Values.TryGetValue(key, out var set) ? (environment, set)
        : operators is not null && operators.Values.TryGetValue(key, out var value) ? (operators, value)
        : (defaults, defaults.Values[key]);

    private static string? Plain(HoconValue value) => value.IsString() && !value.IsObject() ? value.GetString() : null;

    private static string Shown(HoconValue value) => value switch
    {
        _ when value.IsObject() => "a section",
        _ when value.IsArray() => "a list",
        _ when Plain(value) is { Length: > 0 } text => $"'{text}'",
        _ => "nothing",
    };

    private static string Shown(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => $"{time.TotalHours:0}h",
        { TotalSeconds: >= 1 } => $"{time.TotalSeconds:0}s",
        _ => $"{time.TotalMilliseconds:0}ms",
    };

    private static SecantException Wrong(HoconText file, string key, string expected, HoconValue value) =>
        Error(file, $"{key}: expected {expected}, found {Shown(value)}");

    private static SecantException Error(HoconText file, string message) => new(Failure.Usage, $"{file.Name}: {message}");
}
