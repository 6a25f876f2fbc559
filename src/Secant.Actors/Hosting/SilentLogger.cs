using Akka.Event;

namespace Secant.Actors.Hosting;

/// <summary>In place of Akka's logger for start and end, which writes to standard output whatever its level.</summary>
public sealed class SilentLogger : MinimalLogger
{
    protected override void Log(object message)
    {
    }
}
