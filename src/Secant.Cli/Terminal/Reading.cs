using System.CommandLine.Parsing;
using Secant.Core.Experiments;

namespace Secant.Cli.Terminal;

/// <summary>Reads a value; false where the text is none.</summary>
internal delegate bool TryRead<T>(string text, out T value);

/// <summary>What a kind of values takes.</summary>
/// <param name="Takes">In words.</param>
/// <param name="HelpName">What the help shows in place of a value.</param>
/// <param name="IsNumber">True where quotes make a text of it, which is no value.</param>
/// <param name="IsText">True where any text is a value.</param>
internal abstract record Reading(string Takes, string HelpName, bool IsNumber, bool IsText)
{
    /// <summary>All values, where they are few.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}

/// <summary>How a text becomes a value, on the command line and in a file.</summary>
internal sealed record Reading<T>(TryRead<T> Try, string Takes, string HelpName)
    : Reading(Takes, HelpName, typeof(T).IsPrimitive, typeof(T) == typeof(string))
{
    /// <summary>Reads what was typed, and notes what is wrong with it.</summary>
    public Func<ArgumentResult, T> Typed { get; init; } =
        result => Try(Numbers.Text(result), out var value) ? value : Numbers.Wrong<T>(result, Takes);
}

/// <summary>The kinds of values.</summary>
internal static class Readings
{
    public static Reading<int> Whole { get; } = new(Numbers.TryWhole, "a whole number", "N") { Typed = Numbers.Whole };

    public static Reading<int> Count { get; } = Whole with { Typed = Numbers.Count };

    public static Reading<double> Real { get; } = new(Numbers.TryReal, "a number such as 0.05", "X");

    public static Reading<ulong> Seed { get; } = new(Numbers.TrySeed, $"a whole number from 0 to {ulong.MaxValue}", "N");

    public static Reading<Initialization> Start { get; } =
        new(Initialization.TryParse, "normal:S with S above 0 (such as normal:0.01), xavier or he", "normal:S|xavier|he");

    public static Reading<string> Text { get; } = new((text, out value) => (value = text) is not null, "a text", "TEXT");

    /// <summary>One of the words of an enumeration.</summary>
    public static Reading<T> Word<T>()
        where T : struct, Enum =>
        new(Words.TryOne, string.Join(" or ", Words.All<T>()), string.Join('|', Words.All<T>())) { Words = Words.All<T>() };
}
