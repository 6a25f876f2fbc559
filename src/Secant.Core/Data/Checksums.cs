namespace Secant.Core.Data;

/// <summary>SHA-256 checksums as they stand in a line: their first twelve digits tell any two apart.</summary>
public static class Checksums
{
    private const int Digits = 12;

    /// <summary>The first digits; all of a text that is shorter.</summary>
    public static string First(string sha256) => sha256.Length > Digits ? sha256[..Digits] : sha256;
}
