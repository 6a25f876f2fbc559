using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace Secant.Actors.Hosting;

/// <summary>Takes Akka's log and writes a line an event.</summary>
public abstract class LineLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    protected LineLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(entry =>
        {
            if (!IsSaidTwice(entry))
            {
                Write(entry);
            }
        });
    }

    protected abstract void Write(LogEvent entry);

    /// <summary>The word of <c>--log-level</c> for an event's level.</summary>
    protected static string LevelOf(LogEvent entry) =>
        entry.LogLevel().ToString().Replace("Level", "", StringComparison.Ordinal).ToLowerInvariant();

    // Consoles and workers come and go: of a connection that broke remoting logs a warning, and its writer the same as an error.
    private static bool IsSaidTwice(LogEvent entry) =>
        entry is Error { LogSource: { } source } && source.EndsWith("/endpointWriter", StringComparison.Ordinal);
}
