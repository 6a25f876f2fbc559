using Akka.Actor;
using Secant.Actors.Wire;
using Secant.Actors.Workers;
using Secant.Lab.Tests.Contracts;
using static Secant.Lab.Contracts.NodeProtocol;

namespace Secant.Actors.Tests.Workers;

/// <summary>A node and a lab that says nothing after its welcome; the node's time passes by hand.</summary>
public sealed class NodeSilenceTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(5);

    private readonly ActorSystem _system = ActorSystem.Create("silence", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF");
    private readonly ManualTime _time = new();
    private readonly Inbox _lab;
    private int _abandoned;

    public NodeSilenceTests() => _lab = Inbox.Create(_system);

    public void Dispose()
    {
        _lab.Dispose();
        _system.Dispose();
    }

    [Fact]
    public void Node_should_give_its_lab_up_for_its_silence_but_not_for_its_own_standstill()
    {
        var node = _system.ActorOf(Node.Props(
            new NodeSettings
            {
                Name = "n1",
                Instance = "n1",
                Cores = 1,
                Build = Samples.Build,
                Probe = "",
                Speed = 1,
                PulseInterval = Pulse,
                RegisterInterval = TimeSpan.FromHours(1),
                LabPatience = 20 * Pulse,
                Time = _time,
                Abandoned = () => Interlocked.Increment(ref _abandoned),
            },
            data: null!,
            new InlinePayloads(),
            _lab.Receiver));
        Assert.IsType<Register>(_lab.Receive(Patience));
        node.Tell(new Welcome("lab", "n1"), _lab.Receiver);
        AwaitLook();

        _time.Passed += TimeSpan.FromHours(1);
        AwaitLook();
        Assert.Equal(0, _abandoned);

        for (var step = 0; step < 30; step++)
        {
            _time.Passed += Pulse;
            AwaitLook();
        }

        Assert.True(_abandoned > 0);
    }

    // It reads the time twice with each sign of life: after three more readings it has seen what time it is now.
    private void AwaitLook()
    {
        var readings = _time.Readings + 3;
        Assert.True(SpinWait.SpinUntil(() => _time.Readings >= readings, Patience));
    }
}
