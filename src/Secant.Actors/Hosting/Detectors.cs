using Akka.Configuration;
using Akka.Event;
using Akka.Remote;
using Clock = Secant.Core.Clock;

namespace Secant.Actors.Hosting;

/// <summary>
/// Akka's detector of members and watched machines that no longer answer, on a clock that leaves out the time in which this
/// process itself stood still: what was not read then is nobody's silence.
/// </summary>
public sealed class MemberDetector : PhiAccrualFailureDetector
{
    /// <summary>As Akka makes it.</summary>
    public MemberDetector(Config config, EventStream eventStream)
        : this(config, TimeProvider.System) => _ = eventStream;

    internal MemberDetector(Config config, TimeProvider time)
        : base(
            config.GetDouble("threshold"),
            config.GetInt("max-sample-size"),
            config.GetTimeSpan("min-std-deviation"),
            config.GetTimeSpan("acceptable-heartbeat-pause"),
            config.GetTimeSpan("heartbeat-interval"),
            Awake.Clock(config, time))
    {
    }
}

/// <summary>Akka's detector of connections that no longer answer, on the same clock.</summary>
public sealed class ConnectionDetector : DeadlineFailureDetector
{
    /// <summary>As Akka makes it.</summary>
    public ConnectionDetector(Config config, EventStream eventStream)
        : this(config, TimeProvider.System) => _ = eventStream;

    internal ConnectionDetector(Config config, TimeProvider time)
        : base(config.GetTimeSpan("acceptable-heartbeat-pause"), config.GetTimeSpan("heartbeat-interval"),
        Awake.Clock(config, time))
    {
    }
}

/// <summary>The milliseconds that a process was awake.</summary>
internal static class Awake
{
    // A detector is asked at least once a heartbeat.
    public static Akka.Remote.Clock Clock(Config config, TimeProvider time)
    {
        var heartbeat = config.GetTimeSpan("heartbeat-interval");
        var clock = new Clock(time, 2 * heartbeat, heartbeat);
        return () => clock.Now.ToUnixTimeMilliseconds();
    }
}
