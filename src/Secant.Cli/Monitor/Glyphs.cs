using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Monitor;

/// <summary>What bars and curves are drawn with.</summary>
/// <param name="Full">A part done.</param>
/// <param name="Empty">A part to do.</param>
/// <param name="Levels">Parts of a cell from low to all of it.</param>
/// <param name="Mark">Stands before the row that is chosen.</param>
internal sealed record Glyphs(char Full, char Empty, string Levels, char Mark)
{
    /// <summary>For terminals that show Unicode.</summary>
    public static Glyphs Unicode { get; } = new('━', '╌', "▁▂▃▄▅▆▇█", '▸');

    /// <summary>For the others.</summary>
    public static Glyphs Ascii { get; } = new('#', '.', "_.-=+*%#", '>');

    /// <summary>How far a share of 0 to 1 is.</summary>
    public string Bar(double share, int width)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return new string(Full, full) + new string(Empty, width - full);
    }

    /// <summary>The test accuracy over the iterations, on a fixed scale from 0 to 1; the newest on the right.</summary>
    public string Sparkline(IReadOnlyList<CurvePoint> curve, int width) =>
        string.Concat(CurveThinning.Evenly(curve, width).TakeLast(width)
        .Select(point => Levels[(int)Math.Clamp(point.TestAccuracy * Levels.Length, 0, Levels.Length - 1)]));

    /// <summary>Columns of values between 0 and 1, as lines from the top.</summary>
    public IEnumerable<string> Columns(IReadOnlyList<double> values, int height) => Enumerable.Range(0, height).Select(line =>
    {
        var below = height - 1 - line;
        return string.Concat(values.Select(value =>
        {
            var eighths = (int)Math.Round(Math.Clamp(value, 0, 1) * height * Levels.Length) - (below * Levels.Length);
            return eighths <= 0 ? ' ' : Levels[Math.Min(eighths, Levels.Length) - 1];
        }));
    });
}
