namespace Secant.Lab.Contracts;

/// <summary>What machines are called: names are typed with <c>drain</c> and stand in tables.</summary>
public static class NodeName
{
    private const int Longest = 40;

    /// <summary>What is valid, in words.</summary>
    public static string Expected { get; } = $"up to {Longest} letters, digits, '-', '_' and '.', such as lab-07";

    /// <summary>True for a name that a machine may have.</summary>
    public static bool IsValid(string name) => name.Length is > 0 and <= Longest && name.All(IsPart);

    /// <summary>This machine's name, made to fit: systems allow longer host names, and other letters.</summary>
    public static string OfMachine { get; } = Fitted(Environment.MachineName);

    /// <summary>
    /// A valid name that a person recognises. What a node may not be called is replaced, and a domain is left off a name that is
    /// too long. Of what is still too long the middle goes, as machines of a fleet differ at the start or at the end.
    /// </summary>
    public static string Fitted(string host)
    {
        var name = new string([.. host.Select(letter => IsPart(letter) ? letter : '-')]);
        if (name.Length > Longest && name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0)
        {
            name = name[..dot];
        }

        const int head = Longest / 2;
        return name.Length switch
        {
            0 => "node",
            > Longest => $"{name[..head]}-{name[^(Longest - head - 1)..]}",
            _ => name,
        };
    }

    /// <summary>Any name, as it may stand in a line.</summary>
    public static string Shown(string name) => new([.. name.Take(Longest).Select(letter => IsPart(letter) ? letter : '?')]);

    private static bool IsPart(char letter) => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.';
}
