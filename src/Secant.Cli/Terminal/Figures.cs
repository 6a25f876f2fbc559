using System.Globalization;
using Secant.Core;

namespace Secant.Cli.Terminal;

/// <summary>Numbers as people read them; what is not known is a dash.</summary>
internal static class Figures
{
    public const string Unknown = "-";

    /// <summary>Three decimals, as in the report's rows.</summary>
    public static string Accuracy(double? share) => Decimals(share, "0.000");

    /// <summary>Four decimals; an exponent where a run goes astray and they would not fit a line.</summary>
    public static string Loss(double? loss) => Decimals(loss, loss < 1e6 ? "0.0000" : "0.0000e+0");

    /// <summary>Two decimals, or two digits where those would be zeros.</summary>
    public static string Milliseconds(double? time) => time switch
    {
        > 0 and < 0.1 => $"{ExactNumber.Of(Rounded(time.Value, 2))} ms",
        _ => Decimals(time, "0.00") is var text && text == Unknown ? Unknown : text + " ms",
    };

    /// <summary>Seconds as the largest two units that matter.</summary>
    public static string Duration(double? seconds) => seconds switch
    {
        null => Unknown,
        < 10 => Invariant($"{seconds:0.00} s"),
        < 60 => Invariant($"{seconds:0.0} s"),
        < 3600 => Invariant($"{(int)(seconds / 60)} min {(int)(seconds % 60):00} s"),
        _ => Invariant($"{(long)(seconds / 3600)} h {(int)(seconds % 3600 / 60):00} min"),
    };

    /// <summary>A time that may be days or years, roughly.</summary>
    public static string Long(double seconds) => seconds switch
    {
        < 48 * 3600 => Duration(seconds),
        < 730 * 86400.0 => Invariant($"{seconds / 86400:0} days"),
        < 1e4 * 365.25 * 86400 => Invariant($"{seconds / (365.25 * 86400):0} years"),
        _ => Invariant($"{seconds / (365.25 * 86400):0.0e+0} years"),
    };

    /// <summary>A number that a person may type: whole numbers in all their digits, others rounded to six and without a tail of
    /// noise.</summary>
    public static string Setting(double number) =>
        Math.Abs(number) < 1e15 && double.IsInteger(number) ? Invariant($"{number:0}") : ExactNumber.Of(Rounded(number, 6));

    /// <inheritdoc cref="ExactNumber.Of"/>
    public static string Exact(double number) => ExactNumber.Of(number);

    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => Invariant($"{bytes} B"),
        < 1 << 20 => Invariant($"{bytes / 1024.0:0.0} KB"),
        < 1 << 30 => Invariant($"{bytes / 1048576.0:0.0} MB"),
        _ => Invariant($"{bytes / 1073741824.0:0.0} GB"),
    };

    /// <summary>A share as whole percent.</summary>
    public static string Percent(double? share) =>
        share is { } known && double.IsFinite(known) ? Invariant($"{100 * known:0} %") : Unknown;

    /// <summary>Three digits and the prefix that fits; from a thousand G on an exponent.</summary>
    public static string Large(double? number) =>
        number is not { } known || !double.IsFinite(known) ? Unknown : Rounded(known, 3) switch
        {
            < 1e3 => Invariant($"{known:0}"),
            < 1e6 and var rounded => $"{Setting(rounded / 1e3)} k",
            < 1e9 and var rounded => $"{Setting(rounded / 1e6)} M",
            < 1e12 and var rounded => $"{Setting(rounded / 1e9)} G",
            var rounded => Invariant($"{rounded:0.##e0}"),
        };

    /// <summary>Milliseconds in three digits; a time that was not measured is none.</summary>
    public static string Pass(double? milliseconds) => milliseconds switch
    {
        null or not > 0 => Unknown,
        < 0.1 => Milliseconds(milliseconds),
        < 10 => Invariant($"{milliseconds:0.00} ms"),
        < 100 => Invariant($"{milliseconds:0.0} ms"),
        < 1e4 => Invariant($"{milliseconds:0} ms"),
        _ => Invariant($"{milliseconds / 1e3:0.0} s"),
    };

    /// <summary>A factor, such as 2.4x.</summary>
    public static string Times(double? factor) =>
        factor is { } known && double.IsFinite(known) ? Invariant($"{known:0.0}x") : Unknown;

    /// <summary>A time left or an age, in few characters.</summary>
    public static string Short(double? seconds) => seconds switch
    {
        null => Unknown,
        < 60 => Invariant($"{seconds:0.0} s"),
        < 3600 => Invariant($"{(int)(seconds / 60)}m{(int)(seconds % 60):00}s"),
        < 360_000 => Invariant($"{(int)(seconds / 3600)}h{(int)(seconds % 3600 / 60):00}m"),
        _ => Invariant($"{seconds / 86400:0} d"),
    };

    /// <summary>The time of day in a zone.</summary>
    public static string TimeOfDay(long unixMilliseconds, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds), zone)
        .ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Date and minute in a zone.</summary>
    public static string Moment(long? unixMilliseconds, TimeZoneInfo zone) => unixMilliseconds is { } known
        ? TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(known), zone)
        .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
        : Unknown;

    private static string Decimals(double? number, string format) =>
        number is { } known && double.IsFinite(known) ? known.ToString(format, CultureInfo.InvariantCulture) : Unknown;

    private static double Rounded(double number, int digits) =>
        double.Parse(number.ToString($"E{digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
