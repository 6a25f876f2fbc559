using System.Globalization;

namespace Secant.Core;

/// <summary>Numbers as text that reads back as the same number.</summary>
public static class ExactNumber
{
    /// <summary>The shortest such digits, an exponent as people type it: 0.05, 1e-9, 2.5e20.</summary>
    public static string Of(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.IndexOf('E', StringComparison.Ordinal) is var at and >= 0
            ? string.Create(CultureInfo.InvariantCulture,
            $"{text[..at]}e{int.Parse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)}")
            : text;
    }
}
