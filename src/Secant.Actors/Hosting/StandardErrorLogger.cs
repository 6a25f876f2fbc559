using System.Globalization;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace Secant.Actors.Hosting;

/// <summary>Akka's log on standard error, a line an event: standard output belongs to results.</summary>
public sealed class StandardErrorLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    public StandardErrorLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(entry => Console.Error.WriteLine(Line(entry)));
    }

    private static string Line(LogEvent entry)
    {
        var cause = entry.Cause is { } exception ? $" ({exception.GetType().Name}: {exception.Message})" : "";
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{entry.Timestamp:HH:mm:ss.fff} {entry.LogLevel()} {entry.LogSource}: {entry.Message}{cause}");
        return string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }
}
