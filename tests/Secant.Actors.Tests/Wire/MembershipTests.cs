using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Secant.Actors.Hosting;
using Secant.Lab.Contracts;

namespace Secant.Actors.Tests.Wire;

/// <summary>What the gates must let through: members join, watch each other, and leave.</summary>
public sealed class MembershipTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_should_join_be_watched_and_leave()
    {
        await using var loopback = new Loopback();
        var lab = loopback.Start(Network.ForLab(Loopback.Host, 0, Config.Empty));
        var address = Network.AddressOf(lab);
        await Cluster.Get(lab).JoinAsync(address, Cancellation).WaitAsync(Bound, Cancellation);
        var node = loopback.Start(Network.ForNode(Loopback.Host, address, Config.Empty));
        await UpAsync(node).WaitAsync(Bound, Cancellation);
        var (stopped, left) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (one, two) = (node.ActorOf<Echo>(), node.ActorOf<Echo>());
        lab.ActorOf(Props.Create(() => new Watcher(Loopback.Reach(lab, one, node), stopped)));
        lab.ActorOf(Props.Create(() => new Watcher(Loopback.Reach(lab, two, node), left)));
        await Loopback.Reach(lab, two, node).Ask<LabProtocol.Done>(new LabProtocol.Done("there"), Bound, Cancellation);

        node.Stop(one);
        await stopped.Task.WaitAsync(Bound, Cancellation);
        Assert.False(left.Task.IsCompleted);
        await Cluster.Get(node).LeaveAsync(Cancellation).WaitAsync(Bound, Cancellation);

        await left.Task.WaitAsync(Bound, Cancellation);
    }

    [Fact]
    public async Task Client_should_be_answered_without_becoming_a_member()
    {
        await using var loopback = new Loopback();
        var lab = loopback.Start(Network.ForLab(Loopback.Host, 0, Config.Empty));
        await Cluster.Get(lab).JoinAsync(Network.AddressOf(lab), Cancellation).WaitAsync(Bound, Cancellation);
        lab.ActorOf<Echo>(Network.LabActor);
        var client = loopback.Start();

        var answer = await Network.Lab(client, Network.AddressOf(lab))
            .Ask<LabProtocol.GetStatus>(new LabProtocol.GetStatus(), Bound, Cancellation);

        Assert.NotNull(answer);
        Assert.Equal(Network.AddressOf(lab), Assert.Single(Cluster.Get(lab).State.Members).Address);
    }

    private static Task UpAsync(ActorSystem system)
    {
        var up = new TaskCompletionSource();
        Cluster.Get(system).RegisterOnMemberUp(() => up.TrySetResult());
        return up.Task;
    }
}
