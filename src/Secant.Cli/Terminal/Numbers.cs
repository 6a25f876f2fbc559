using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using Secant.Lab.Contracts;

namespace Secant.Cli.Terminal;

/// <summary>
/// Values as typed: digits and a decimal point, whatever the machine's language. A message names the argument, what it takes and
/// what was found; ranges that depend on the configuration are checked later, with the whole spec.
/// </summary>
internal static class Numbers
{
    /// <summary>Reads a whole number that fits an int.</summary>
    public static int Whole(ArgumentResult result)
    {
        var text = Text(result);
        if (!BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return Wrong<int>(result, "a whole number");
        }

        return number >= int.MinValue && number <= int.MaxValue
            ? (int)number
            : Wrong<int>(result, $"a whole number up to {int.MaxValue}");
    }

    /// <summary>Reads a whole number of at least one.</summary>
    public static int Count(ArgumentResult result) => From(1, result);

    /// <summary>Reads a whole number of at least zero.</summary>
    public static int CountOrNone(ArgumentResult result) => From(0, result);

    /// <summary>Reads a number of cores that a node may lend.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="least">0 where none is a number of them, too.</param>
    public static int Cores(ArgumentResult result, int least) =>
        TryWhole(Text(result), out var number) && number >= least && number <= NodeProtocol.MostCores
            ? number
            : Wrong<int>(result, $"a whole number from {least} to {NodeProtocol.MostCores}");

    /// <summary>Reads a number above zero.</summary>
    public static double Positive(ArgumentResult result) =>
        TryReal(Text(result), out var number) && double.IsFinite(number) && number > 0
            ? number
            : Wrong<double>(result, "a number above 0 such as 10");

    /// <summary>Reads a whole number that fits an int.</summary>
    public static bool TryWhole(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    /// <summary>Reads a number with an optional decimal point or exponent.</summary>
    public static bool TryReal(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>Reads a seed, 0 to 2^64 - 1.</summary>
    public static bool TrySeed(string text, out ulong seed) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed);

    private static int From(int least, ArgumentResult result) =>
        TryWhole(Text(result), out var number) && number >= least ? number : Wrong<int>(result, $"a whole number from {least}");

    /// <summary>Notes what is wrong with a value.</summary>
    internal static T Wrong<T>(ArgumentResult result, string expected)
    {
        var name = result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;
        result.AddError($"{name}: expected {expected}, found '{Text(result)}'");
        return default!;
    }

    internal static string Text(ArgumentResult result) => result.Tokens[0].Value;
}
