namespace Secant.Cli.Monitor;

/// <summary>How things are drawn.</summary>
/// <param name="Glyphs">What bars and curves are made of.</param>
/// <param name="Zone">The zone in which times of day are told.</param>
internal sealed record MonitorLook(Glyphs Glyphs, TimeZoneInfo Zone);
