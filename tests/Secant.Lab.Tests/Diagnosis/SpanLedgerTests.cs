using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;

namespace Secant.Lab.Tests.Diagnosis;

public sealed class SpanLedgerTests
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 4, 14, 0, 0, TimeSpan.Zero);

    private readonly SpanLedger _ledger = new(batchSize: 10, Begin);
    private DateTimeOffset _now = Begin;

    [Fact]
    public void Summary_should_be_null_before_the_first_pass() => Assert.Null(_ledger.Summary(_now));

    [Fact]
    public void Pass_of_one_node_should_be_its_computing_the_coordinator_and_the_network()
    {
        Pass([("a", 8, 70)], milliseconds: 100, coordinator: 10);

        var spans = _ledger.Summary(_now)!;
        AssertShares(spans, compute: 0.7, waiting: 0, network: 0.2, coordinator: 0.1);
        Assert.Equal((1, 0.1), (spans.Passes, Math.Round(spans.SecondsAPass, 9)));
    }

    [Fact]
    public void Pass_should_wait_from_the_median_answer_to_the_last()
    {
        // a, b and c answer after 20, 30 and 40 ms, d after 100: the median of the three that did not come last is b.
        Pass([("a", 8, 15, 20), ("b", 8, 25, 30), ("c", 8, 35, 40), ("d", 8, 95, 100)]);

        var spans = _ledger.Summary(_now)!;
        AssertShares(spans, compute: 0.25, waiting: 0.7, network: 0.05, coordinator: 0);
        var last = Assert.Single(spans.Nodes, node => node.WaitingShare > 0);
        Assert.Equal(("d", 0.7), (last.Node, Math.Round(last.WaitingShare, 9)));
        Assert.Equal(95.0 / 25 * (100.0 / 95) * (25.0 / 30), last.Slowness, 6);
        Assert.Equal(10 * 8 / 0.095, last.SampleUnitsPerSecond, 6);
    }

    [Fact]
    public void Shares_should_add_up_to_one_whatever_came_between_passes()
    {
        _now += TimeSpan.FromMilliseconds(300);
        Pass([("a", 8, 90)], milliseconds: 100);
        Stay(Activity.Evaluating, milliseconds: 200);
        Stay(Activity.Checkpointing, milliseconds: 100);
        Stay(Activity.Held, milliseconds: 300);

        var spans = _ledger.Summary(_now)!;
        AssertShares(spans, compute: 0.09, waiting: 0, network: 0.01, coordinator: 0);
        Assert.Equal((0.3, 0.2, 0.1, 0.3),
            (Rounded(spans.Opening), Rounded(spans.Evaluation), Rounded(spans.Checkpoint), Rounded(spans.Held)));
        Assert.Equal(0.7, spans.SecondsAPass, 9);
    }

    [Fact]
    public void Stretches_should_account_for_all_time_once_and_only_the_last_for_what_is_open()
    {
        for (var pass = 0; pass < 120; pass++)
        {
            Pass([("a", 8, 80)], milliseconds: 100);
        }

        var (from, to, first) = _ledger.TakeStretch(_now, isEnd: false);
        Pass([("b", 8, 80)], milliseconds: 100);
        var (next, end, last) = _ledger.TakeStretch(_now, isEnd: true);
        Assert.Equal((Begin, to, _now), (from, next, end));
        Assert.Equal(121, first!.Passes + last!.Passes);
        Assert.Equal(12.1, first.Seconds + last.Seconds, 6);
        Assert.Equal(["a"], first.Nodes.Select(node => node.Node));
        Assert.Equal(["a", "b"], last.Nodes.Select(node => node.Node));
        Assert.Null(_ledger.TakeStretch(_now, isEnd: false).Spans);
    }

    [Fact]
    public void Pass_should_count_as_opening_when_a_slice_was_lost_in_it()
    {
        Pass([("a", 8, 90)], milliseconds: 100);
        Send(("a", 8), ("b", 8));
        _now += TimeSpan.FromMilliseconds(50);
        _ledger.Enter(_now, Activity.Opening);
        _now += TimeSpan.FromMilliseconds(250);
        _ledger.Arrived(_now, "a", 0.09);
        _ledger.Joined(_now);

        Assert.Equal(0.75, _ledger.Summary(_now)!.Opening, 9);
    }

    [Fact]
    public void Pass_under_way_should_name_those_that_have_not_answered()
    {
        Pass([("a", 8, 90), ("b", 8, 90)], milliseconds: 100);
        Send(("a", 8), ("b", 8));
        _now += TimeSpan.FromSeconds(3);
        _ledger.Arrived(_now, "a", 0.09);

        var spans = _ledger.Summary(_now)!;
        Assert.Equal(["b"], spans.Awaited);
        Assert.Equal(3, spans.PassAgeSeconds);
    }

    [Fact]
    public void Slowness_should_have_begun_when_the_node_became_slow_and_end_when_it_recovers()
    {
        PassFor(TimeSpan.FromSeconds(20), ("a", 8, 90), ("b", 8, 90), ("c", 8, 90));
        Assert.All(_ledger.Summary(_now)!.Nodes, node => Assert.Null(node.SlowSinceUnixMilliseconds));

        var slowed = _now;
        PassFor(TimeSpan.FromSeconds(20), ("a", 8, 90), ("b", 8, 90), ("c", 8, 300));
        var slow = Assert.Single(_ledger.Summary(_now)!.Nodes, node => node.SlowSinceUnixMilliseconds is not null);
        Assert.Equal("c", slow.Node);
        Assert.InRange(DateTimeOffset.FromUnixTimeMilliseconds(slow.SlowSinceUnixMilliseconds!.Value),
            slowed - TimeSpan.FromSeconds(5), slowed + TimeSpan.FromSeconds(6));

        PassFor(TimeSpan.FromSeconds(20), ("a", 8, 90), ("b", 8, 90), ("c", 8, 90));
        Assert.All(_ledger.Summary(_now)!.Nodes, node => Assert.Null(node.SlowSinceUnixMilliseconds));
    }

    [Fact]
    public void Slowness_should_be_forgotten_when_the_node_makes_no_more_passes()
    {
        PassFor(TimeSpan.FromSeconds(20), ("a", 8, 90), ("b", 8, 90), ("c", 8, 300));
        PassFor(TimeSpan.FromSeconds(10), ("a", 8, 90), ("b", 8, 90));
        var back = _now;
        PassFor(TimeSpan.FromSeconds(10), ("a", 8, 90), ("b", 8, 90), ("c", 8, 300));

        var since = _ledger.Summary(_now)!.Nodes.Single(node => node.Node == "c").SlowSinceUnixMilliseconds!.Value;
        Assert.InRange(DateTimeOffset.FromUnixTimeMilliseconds(since), back - TimeSpan.FromSeconds(5), _now);
    }

    [Fact]
    public void Slowness_should_compare_only_nodes_that_are_there_except_in_the_account()
    {
        PassFor(TimeSpan.FromSeconds(3), ("a", 8, 90), ("b", 8, 30));
        Send(("a", 8));

        Assert.Equal(("a", 1.0), _ledger.Summary(_now)!.Nodes.Select(node => (node.Node, node.Slowness)).Single());
        Assert.Equal([3.0, Rounded(1.0 / 3)],
            _ledger.TakeStretch(_now, isEnd: true).Spans!.Nodes.Select(node => Rounded(node.Slowness)));
    }

    [Fact]
    public void Pause_should_count_while_it_lasts_and_in_the_account_but_hold_nothing_up_when_it_is_over()
    {
        Pass([("a", 8, 90)], milliseconds: 100);
        Stay(Activity.Held, milliseconds: 3_600_000);
        Assert.Equal(1, _ledger.Summary(_now)!.Held, 3);

        Pass([("a", 8, 90)], milliseconds: 100);
        var spans = _ledger.Summary(_now)!;
        AssertShares(spans, compute: 0.9, waiting: 0, network: 0.1, coordinator: 0);
        Assert.Equal((0.0, 0.2), (spans.Held, Math.Round(spans.Seconds, 9)));
        Assert.Equal(3600.2, _ledger.TakeStretch(_now, isEnd: true).Spans!.Seconds, 6);
    }

    [Fact]
    public void Units_should_be_those_of_now_and_beside_them_the_mean_of_the_passes()
    {
        Pass([("a", 8, 90), ("b", 24, 90)], milliseconds: 100);
        Pass([("a", 24, 90), ("b", 8, 90)], milliseconds: 100);

        var node = _ledger.Summary(_now)!.Nodes[0];
        Assert.Equal(("a", 24, 16.0), (node.Node, node.Units, node.UnitsAPass));
    }

    [Fact]
    public void Load_should_be_the_mean_of_what_a_node_said_of_itself()
    {
        _ledger.Loaded("a", 1, 0.5);
        _ledger.Loaded("a", 0.5, 0.25);
        Pass([("a", 8, 90), ("b", 8, 90)], milliseconds: 100);

        var nodes = _ledger.Summary(_now)!.Nodes;
        Assert.Equal([(0.75, 0.375), (null, null)], nodes.Select(node => (node.ComputingShare, node.ProcessorShare)));
    }

    [Fact]
    public void Summary_should_forget_what_is_more_than_a_minute_or_so_ago()
    {
        Pass([("a", 8, 10)], milliseconds: 1000);
        PassFor(TimeSpan.FromSeconds(80), ("a", 8, 100));

        AssertShares(_ledger.Summary(_now)!, compute: 1, waiting: 0, network: 0, coordinator: 0);
    }

    private static void AssertShares(SpansDocument spans, double compute, double waiting, double network, double coordinator) =>
        Assert.Equal(
            (compute, waiting, network, coordinator),
            (Rounded(spans.Compute), Rounded(spans.Waiting), Rounded(spans.Network), Rounded(spans.Coordinator)));

    private static double Rounded(double share) => Math.Round(share, 9);

    private void Stay(Activity activity, int milliseconds)
    {
        _ledger.Enter(_now, activity);
        _now += TimeSpan.FromMilliseconds(milliseconds);
    }

    private void Send(params (string Node, int Units)[] nodes) =>
        _ledger.Sent(_now, nodes.Select(node => KeyValuePair.Create(node.Node, node.Units)));

    // Each node answers as soon as it has computed, the pass ends at the given time.
    private void Pass((string Node, int Units, double Compute)[] nodes, double milliseconds, double coordinator = 0)
    {
        Send([.. nodes.Select(node => (node.Node, node.Units))]);
        _ledger.Coordinated(TimeSpan.FromMilliseconds(coordinator));
        _now += TimeSpan.FromMilliseconds(milliseconds);
        foreach (var (node, _, compute) in nodes)
        {
            _ledger.Arrived(_now, node, compute / 1000);
        }

        _ledger.Joined(_now);
    }

    private void Pass((string Node, int Units, double Compute, double Answer)[] nodes)
    {
        Send([.. nodes.Select(node => (node.Node, node.Units))]);
        var begun = _now;
        foreach (var (node, _, compute, answer) in nodes.OrderBy(node => node.Answer))
        {
            _now = begun + TimeSpan.FromMilliseconds(answer);
            _ledger.Arrived(_now, node, compute / 1000);
        }

        _ledger.Joined(_now);
    }

    private void PassFor(TimeSpan time, params (string Node, int Units, double Compute)[] nodes)
    {
        for (var end = _now + time; _now < end;)
        {
            Pass([.. nodes.Select(node => (node.Node, node.Units, node.Compute, node.Compute))]);
        }
    }
}
