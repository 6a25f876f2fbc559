using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Secant.Core;

namespace Secant.Actors.Hosting.Configuration;

/// <summary>
/// A configuration file taken apart: the values below <c>secant</c> by their full path, and the section <c>akka</c> as it stands.
/// Akka's own parser reads it; what that passes over in silence (a brace too many ends the file for it) is refused here.
/// </summary>
/// <param name="Name">The file, for messages.</param>
/// <param name="Values">Every value under <c>secant</c>, by its path from the root.</param>
/// <param name="Akka">The section <c>akka</c>; empty where there is none.</param>
internal sealed partial record HoconText(string Name, IReadOnlyDictionary<string, HoconValue> Values, Config Akka)
{
    private const string Ours = "secant";
    private const string Theirs = "akka";

    /// <exception cref="SecantException">The text is no HOCON, or uses what is not allowed here
    /// (<see cref="Failure.Usage"/>).</exception>
    public static HoconText Parse(string name, string text)
    {
        if (HoconShape.FirstFault(text) is { } fault)
        {
            throw Error(name, fault);
        }

        var root = Read(name, text);
        var values = new Dictionary<string, HoconValue>(StringComparer.Ordinal);
        if (root.Value is not { } top || top.IsEmpty)
        {
            return new(name, values, ConfigurationFactory.Empty);
        }

        var sections = top.GetObject()?.Items
            ?? throw Error(name, "expected sections such as secant { ... }, found something else");
        foreach (var (section, value) in sections)
        {
            switch (section)
            {
                case Ours:
                    Collect(section, value, values);
                    break;
                case Theirs when value.IsObject():
                    break;
                case Theirs:
                    throw Error(name, "akka is a section: expected akka { ... }");
                default:
                    throw Error(name, $"no section '{section}': expected secant or akka"
                        + (NearestName.Of(section, [Ours, Theirs]) is { } nearest ? $"; did you mean {nearest}?" : ""));
            }
        }

        var akka = sections.TryGetValue(Theirs, out var settings) ? settings.AtKey(Theirs) : ConfigurationFactory.Empty;
        return new(name, values, akka);
    }

    private static HoconRoot Read(string name, string text)
    {
        const string substitution =
            "${...} is not allowed here: write the value itself, or set a variable such as SECANT_LAB_BIND";
        HoconRoot root;
        try
        {
            root = Parser.Parse(text, _ => throw Error(name, "include is not allowed here: write the options themselves"));
        }
        catch (FormatException unresolved)
        when (unresolved.Message.StartsWith("Unresolved substitution", StringComparison.Ordinal))
        {
            throw Error(name, substitution);
        }
        catch (Exception fault) when (fault is FormatException or ConfigurationException)
        {
            throw Error(name, Located(fault.Message, text));
        }

        return root.Substitutions is { } all && all.Any() ? throw Error(name, substitution) : root;
    }

    private static void Collect(string path, HoconValue value, Dictionary<string, HoconValue> values)
    {
        if (!value.IsObject() || value.GetObject().Items.Count == 0)
        {
            values[path] = value;
            return;
        }

        foreach (var (key, child) in value.GetObject().Items)
        {
            Collect($"{path}.{key}", child, values);
        }
    }

    // The parser counts characters and quotes the text; people count lines.
    private static string Located(string message, string text)
    {
        var first = message.Split(['\r', '\n'])[0].TrimEnd(' ', ':');
        return Position().Match(message) is { Success: true } match
            && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? $"line {1 + text.AsSpan(0, Math.Min(position, text.Length)).Count('\n')} is not understood: {first}"
            : first;
    }

    [GeneratedRegex(@"position (\d+)")]
    private static partial Regex Position();

    private static SecantException Error(string name, string message) => new(Failure.Usage, $"{name}: {message}");
}
