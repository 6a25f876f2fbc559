using System.Globalization;
using Akka.Event;
using Secant.Core;

namespace Secant.Actors.Hosting;

/// <summary>Akka's log on standard error, a line an event: standard output belongs to results.</summary>
public sealed class StandardErrorLogger : LineLogger
{
    protected override void Write(LogEvent entry)
    {
        var cause = entry.Cause is { } exception ? $" ({exception.GetType().Name}: {exception.Message})" : "";
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{entry.Timestamp:HH:mm:ss.fff} {LevelOf(entry)} {entry.LogSource}: {entry.Message}{cause}");
        var line = string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Console.Error.WriteLine(ShownText.Clean(line));
    }
}
