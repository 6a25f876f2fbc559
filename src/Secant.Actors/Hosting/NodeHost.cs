using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Secant.Actors.Wire;
using Secant.Actors.Workers;
using Secant.Core;
using Secant.Core.Training;
using Secant.Lab.Scheduling;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Hosting;

/// <summary>
/// A node as a process of its own. A lab that goes away leaves nothing here: the actor system ends, and a new one waits for the
/// lab to come back, for as long as it takes.
/// </summary>
public sealed class NodeHost(NodeHostOptions options, Action<string> say)
{
    private const string LabPeer = "lab";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(60);

    private readonly string _probe = BitProbe.Fingerprint();
    private readonly string _process = Guid.NewGuid().ToString("N");
    private readonly double _speed = SpeedProbe.SampleUnitsPerSecond();
    private readonly Clock _clock = new(TimeProvider.System);
    private readonly PeerPatience _patience = new(options.Patience.Lab, options.Patience.Longest);
    private string? _said;

    private enum Outcome
    {
        Lost,
        Left,
    }

    /// <summary>Serves until it is asked to leave and has handed over what it holds.</summary>
    /// <exception cref="SecantException">The lab refused the node, or did not answer and the node was to try once.</exception>
    public async Task RunAsync(CancellationToken leave)
    {
        Say($"waits for the lab at {options.Join}");
        while (!leave.IsCancellationRequested)
        {
            if (Locate() is var (host, lab) && await ServeAsync(host, lab, leave).ConfigureAwait(false) == Outcome.Left)
            {
                return;
            }

            if (options.IsOnce)
            {
                throw new SecantException(Failure.Lab,
                    $"no lab at {options.Join}, or it went away; start one with 'secant coordinator --bind "
                        + $"{options.Join}', or leave out --once to wait");
            }

            await Task.Delay(Pause, leave).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The addresses of this machine and of the lab. Both may change while it waits; null where there is no way to the lab now.
    private (string Host, Address Lab)? Locate()
    {
        HostAddress lab;
        string host;
        try
        {
            lab = options.Join.Located();
            host = options.Host is { } wished ? new HostAddress(wished, 0).Located().Host : lab.OwnAddress();
        }
        catch (SecantException away) when (!options.IsOnce)
        {
            Say($"{away.Message}; waits for it");
            return null;
        }

        new HostAddress(host, 0).RequireTrust(options.IsInsecure, "use this worker");
        return (host, lab.ToAkka());
    }

    // What has just been said is not said again.
    private void Say(string line)
    {
        if (line != _said)
        {
            _said = line;
            say(line);
        }
    }

    // One life of an actor system: until the lab is lost or the node has left.
    private async Task<Outcome> ServeAsync(string host, Address address, CancellationToken leave)
    {
        var refused = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var config = ConfigurationFactory.ParseString($"akka.loglevel = {options.LogLevel}")
            .WithFallback(Network.ForNode(host, address, options.Akka));
        var system = Systems.Create(ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config)), options.Akka);
        var outcome = Outcome.Lost;
        try
        {
            var payloads = new BlobPayloads(system, new BlobOptions());
            var lab = Network.Lab(system, address);
            var node = system.ActorOf(
                Node.Props(
                    new NodeSettings
                    {
                        Name = options.Name,
                        Lab = options.Lab,
                        Instance = Guid.NewGuid().ToString("N"),
                        Process = _process,
                        Cores = options.Cores,
                        Build = BuildInformation.Current,
                        Probe = _probe,
                        Speed = _speed,
                        LabPatience = _patience.Of(_clock.Now, LabPeer),
                        Joined = welcome =>
                        {
                            _patience.Heard(_clock.Now, LabPeer);
                            Say($"joined lab '{welcome.Lab}' as {welcome.Node}, lending {Counted.Of(options.Cores, "core")}");
                            joined.TrySetResult();
                        },
                        Refused = reason => refused.TrySetResult(reason),
                        Released = () => released.TrySetResult(),
                        Abandoned = () =>
                        {
                            if (!lost.Task.IsCompleted)
                            {
                                var now = _clock.Now;
                                _patience.GivenUp(now, LabPeer, now - _patience.Of(now, LabPeer));
                                lost.TrySetResult();
                            }
                        },
                    },
                    new RemoteData(lab, payloads, options.Cache),
                    payloads,
                    lab),
                "node");
            system.ActorOf(Props.Create(() => new LabWatch(address, () => joined.Task.IsCompleted, () => lost.TrySetResult())),
                "watch");
            var asked = Task.Delay(Timeout.Infinite, leave);
            var impatient = options.IsOnce ? Task.Delay(options.OncePatience, CancellationToken.None)
                : Task.Delay(Timeout.Infinite, leave);
            while (true)
            {
                var first = await Task.WhenAny(refused.Task, lost.Task, system.WhenTerminated, asked,
                    joined.Task.IsCompleted ? asked : impatient).ConfigureAwait(false);
                if (first == impatient && first != asked && joined.Task.IsCompleted)
                {
                    continue;
                }

                if (refused.Task.IsCompleted)
                {
                    throw new SecantException(Failure.Lab, await refused.Task.ConfigureAwait(false));
                }

                if (!leave.IsCancellationRequested)
                {
                    if (joined.Task.IsCompleted)
                    {
                        Say($"lost the lab at {options.Join}; waits for it");
                    }

                    return outcome;
                }

                break;
            }

            outcome = Outcome.Left;
            if (joined.Task.IsCompleted)
            {
                Say("hands over what it holds; again to leave at once");
                node.Tell(new Node.Leave());
                await Task.WhenAny(released.Task, lost.Task, system.WhenTerminated,
                    Task.Delay(LeavePatience, CancellationToken.None)).ConfigureAwait(false);
            }

            return outcome;
        }
        finally
        {
            await (outcome == Outcome.Left ? CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance)
                : system.Terminate()).ConfigureAwait(false);
        }
    }
}
