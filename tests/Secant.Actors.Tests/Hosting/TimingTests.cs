using Akka.Configuration;
using Secant.Actors.Hosting;
using Secant.Lab.Runs;

namespace Secant.Actors.Tests.Hosting;

public sealed class TimingTests
{
    [Fact]
    public void Times_should_be_in_an_order_in_which_each_can_do_its_work()
    {
        var patience = new PatienceOptions();
        var (look, pulse) = (TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1));
        var cluster = Network.ForLab("127.0.0.1", 4053, Config.Empty, patience.Longest).GetConfig("akka.cluster");
        var heartbeat = cluster.GetTimeSpan("failure-detector.heartbeat-interval");
        var pause = cluster.GetTimeSpan("failure-detector.acceptable-heartbeat-pause");
        var stable = cluster.GetTimeSpan("split-brain-resolver.stable-after");
        var run = new RunSettings();

        Assert.True(heartbeat < run.SliceDeadline, "a machine that is only slow to say that it lives is no straggler");
        Assert.True(run.SliceDeadline < patience.Node, "a stuck slice is opened elsewhere before its node is given up");
        Assert.True(patience.Node + look <= TimeSpan.FromSeconds(3), "a silent node is given up within 3 s");
        Assert.True(2 * pulse < patience.Node, "one lost sign of life is not the end of a node");
        Assert.True(patience.Node < patience.Lab, "the lab gives up a node before the node gives up the lab");
        Assert.True(patience.Lab <= patience.Longest && patience.Longest <= pause,
            "the cluster does not judge before the lab has");
        Assert.True(stable >= patience.Node, "a part that is cut off gives up no sooner than the others notice");
        Assert.True(run.StartPatience < run.CheckpointInterval);
    }
}
