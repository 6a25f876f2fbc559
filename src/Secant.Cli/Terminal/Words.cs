using System.CommandLine.Parsing;
using Secant.Core.Experiments;

namespace Secant.Cli.Terminal;

/// <summary>Values that are words.</summary>
internal static class Words
{
    /// <summary>The words of an enumeration as they are typed.</summary>
    public static string[] All<T>()
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(Of)];

    /// <summary>One of them.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        value.ToString().ToLowerInvariant();

    /// <summary>Reads one of the words of an enumeration.</summary>
    public static T One<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var words = All<T>();
        return Array.IndexOf(words, Numbers.Text(result)) is var index and >= 0
            ? Enum.GetValues<T>()[index]
            : Numbers.Wrong<T>(result, string.Join(" or ", words));
    }

    /// <summary>Reads <c>normal:S</c>, <c>xavier</c> or <c>he</c>.</summary>
    public static Initialization Start(ArgumentResult result) =>
        Initialization.TryParse(Numbers.Text(result), out var initialization)
            ? initialization
            : Numbers.Wrong<Initialization>(result, "normal:S with S above 0 (such as normal:0.01), xavier or he");
}
