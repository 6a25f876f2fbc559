using Akka.Configuration;
using Akka.Remote;
using Secant.Actors.Hosting;
using Secant.Actors.Tests.Workers;

namespace Secant.Actors.Tests.Hosting;

public sealed class DetectorTests
{
    private static readonly Config Lab = Network.ForLab("127.0.0.1", 4053, Config.Empty, TimeSpan.FromSeconds(10));

    private readonly ManualTime _time = new();

    public static TheoryData<string> Detectors { get; } =
        ["akka.cluster.failure-detector", "akka.remote.watch-failure-detector", "akka.remote.transport-failure-detector"];

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Peer_should_be_available_after_this_process_stood_still(string section)
    {
        var (detector, heartbeat) = Heard(section);

        _time.Passed += TimeSpan.FromHours(1);

        Assert.True(detector.IsAvailable);
        Pass(detector, heartbeat, 2);
        Assert.True(detector.IsAvailable);
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Peer_should_be_given_up_when_it_is_silent_while_this_process_runs(string section)
    {
        var (detector, heartbeat) = Heard(section);

        Pass(detector, heartbeat, 1_000);

        Assert.False(detector.IsAvailable);
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Lab_should_use_the_detectors_that_know_a_standstill(string section) => Assert.StartsWith(
        "Secant.Actors.Hosting.", Lab.GetConfig(section).GetString("implementation-class"), StringComparison.Ordinal);

    // Ten heartbeats in time.
    private (FailureDetector Detector, TimeSpan Heartbeat) Heard(string section)
    {
        var config = Lab.GetConfig(section)
            .WithFallback("threshold = 8.0\nmax-sample-size = 1000\nmin-std-deviation = 100ms\nacceptable-heartbeat-pause = "
            + "10s\nheartbeat-interval = 1s");
        FailureDetector detector = section.Contains("transport", StringComparison.Ordinal) ? new ConnectionDetector(config, _time)
            : new MemberDetector(config, _time);
        var heartbeat = config.GetTimeSpan("heartbeat-interval");
        for (var beat = 0; beat < 10; beat++)
        {
            _time.Passed += heartbeat;
            detector.HeartBeat();
        }

        Assert.True(detector.IsAvailable);
        return (detector, heartbeat);
    }

    // It is asked with every heartbeat that should have come.
    private void Pass(FailureDetector detector, TimeSpan heartbeat, int times)
    {
        for (var time = 0; time < times; time++)
        {
            _time.Passed += heartbeat;
            _ = detector.IsAvailable;
        }
    }
}
