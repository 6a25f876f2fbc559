namespace Secant.Actors.Workers;

/// <summary>What machines are called: names are typed with <c>drain</c> and stand in tables.</summary>
public static class NodeName
{
    private const int Longest = 40;

    /// <summary>What is valid, in words.</summary>
    public static string Expected { get; } = $"up to {Longest} letters, digits, '-', '_' and '.', such as lab-07";

    /// <summary>True for a name that a machine may have.</summary>
    public static bool IsValid(string name) => name.Length is > 0 and <= Longest && name.All(IsPart);

    /// <summary>Any name, as it may stand in a line.</summary>
    public static string Shown(string name) => new([.. name.Take(Longest).Select(letter => IsPart(letter) ? letter : '?')]);

    private static bool IsPart(char letter) => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.';
}
