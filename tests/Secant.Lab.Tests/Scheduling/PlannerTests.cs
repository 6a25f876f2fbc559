using CsCheck;
using Secant.Core.Tests;
using Secant.Lab.Contracts;
using Secant.Lab.Scheduling;

namespace Secant.Lab.Tests.Scheduling;

public sealed class PlannerTests
{
    private const double Speed = 5e6;

    // A pass of (32, 50) and of (64, 20000).
    private const double Small = 32 * 50;
    private const double Heavy = 64 * 20_000;

    private static readonly Planner.Node[] Two = [Node("a", 4), Node("b", 4)];

    [Fact]
    public void Plan_should_never_be_slower_than_the_best_single_node() => Labs().Each(
        (nodes, work, splits) =>
        {
            var byKey = nodes.ToDictionary(node => node.Key);
            var plan = Assert.Single(Planner.Decide(nodes, [Job("1", work) with { Splits = splits }]));

            var single = nodes.Min(node => Enumerable.Range(1, node.Cores)
                .Min(cores => Planner.PassSeconds(work, [new NodeGrant(node.Key, cores, node.SpeedPerCore * cores)], byKey)));
            Assert.InRange(Planner.PassSeconds(work, plan.Grants, byKey), 0, 1.1 * single);
            Assert.True(splits || plan.Grants.Count == 1);
        });

    [Fact]
    public void Cores_should_never_be_lent_twice()
    {
        var cases = from lab in Labs()
                    from works in Gen.Double[2, 7].Array[1, 12]
                    select (lab.Nodes, works);
        cases.Each(
            (nodes, works) =>
            {
                var plans = Planner.Decide(nodes, [.. works.Select((work, i) => Job($"{i}", Math.Pow(10, work)))]);
                foreach (var node in nodes)
                {
                    var lent = plans.SelectMany(plan => plan.Grants).Where(grant => grant.Node == node.Key)
                        .Sum(grant => grant.Cores);
                    Assert.InRange(lent, 0, node.Cores);
                }

                Assert.NotEmpty(plans[0].Grants);
            });
    }

    [Theory]
    [InlineData("0000000000000")]
    [InlineData("0000KOIPe036")]
    public void Plan_should_be_that_of_the_plain_rule(string seed) => Crowds().Sample(
        (nodes, jobs) =>
        {
            var (plain, plans) = (new PlainPlanning(nodes, jobs).Decide(), Planner.Decide(nodes, jobs));
            foreach (var (expected, plan) in plain.Zip(plans))
            {
                Assert.Equal((expected.Id, expected.Reason), (plan.Id, plan.Reason));
                Assert.Equal(expected.Grants, plan.Grants);
                Assert.Equal(expected.Declined, plan.Declined);
            }

            Assert.Equal(plain.Count, plans.Count);
        },
        seed: seed,
        iter: 3_000,
        threads: 1);

    [Fact]
    public void Plan_should_be_that_of_the_plain_rule_when_a_node_came_back_with_fewer_cores()
    {
        NodeGrant[] all = [new("a", 4, 4 * Speed)];
        Planner.Node[] nodes = [Node("a", 2), Node("b", 2)];
        Planner.Job[] jobs = [Job("1", Heavy) with { Current = all }, Job("2", Heavy)];

        Assert.Equal(
            new PlainPlanning(nodes, jobs).Decide().Select(plan => (plan.Reason, string.Join(", ", plan.Grants))),
            Planner.Decide(nodes, jobs).Select(plan => (plan.Reason, string.Join(", ", plan.Grants))));
    }

    [Fact]
    public void Small_experiments_should_run_side_by_side_on_one_core_each()
    {
        var plans = Planner.Decide(Two, [.. Enumerable.Range(1, 10).Select(i => Job($"{i}", Small))]);

        Assert.All(plans.Take(8), plan => Assert.Equal(1, Assert.Single(plan.Grants).Cores));
        Assert.All(plans.Skip(8), plan => Assert.Empty(plan.Grants));
        Assert.All(plans.Skip(8), plan => Assert.Equal("waits for free cores", plan.Reason));
    }

    [Fact]
    public void Two_experiments_should_share_the_lab_evenly()
    {
        var plans = Planner.Decide(Two, [Job("1", Small * 4), Job("2", Small * 4)]);

        Assert.All(plans, plan => Assert.InRange(plan.Grants.Sum(grant => grant.Cores), 2, 4));
    }

    [Fact]
    public void Heavy_experiment_should_get_all_cores_that_a_small_one_leaves()
    {
        var plans = Planner.Decide(Two, [Job("1", Heavy), Job("2", Small / 10)]);

        Assert.Equal(7, plans[0].Grants.Sum(grant => grant.Cores));
        Assert.Equal(1, Assert.Single(plans[1].Grants).Cores);
        Assert.Equal("7 cores on a, b: others need their share", plans[0].Reason);
    }

    [Fact]
    public void Running_experiment_should_give_up_cores_to_one_that_comes_later()
    {
        NodeGrant[] all = [new("a", 4, 4 * Speed), new("b", 4, 4 * Speed)];
        var plans = Planner.Decide(Two, [Job("1", Heavy) with { Current = all }, Job("2", Heavy)]);
        Assert.Equal([4, 4], plans.Select(plan => plan.Grants.Sum(grant => grant.Cores)));

        var after = Assert.Single(Planner.Decide(Two, [Job("1", Heavy) with { Current = plans[0].Grants }]));
        Assert.Equal(8, after.Grants.Sum(grant => grant.Cores));
    }

    [Fact]
    public void Running_experiment_should_keep_the_nodes_that_a_person_asked_for_unless_another_would_have_none()
    {
        NodeGrant[] all = [new("a", 1, Speed), new("b", 1, Speed)];
        Planner.Node[] small = [Node("a", 1), Node("b", 1)];

        var two = Job("1", Heavy) with { Current = all, Nodes = 2 };
        Assert.Equal(all, Assert.Single(Planner.Decide(small, [two])).Grants);

        // One that was there before and has lost its only node, and one that comes later.
        Assert.Equal([1, 1], Planner.Decide(small, [Job("0", Heavy), two]).Select(plan => plan.Grants.Count));
        var shared = Planner.Decide(small, [two, Job("2", Small)]);
        Assert.Equal([1, 1], shared.Select(plan => plan.Grants.Count));

        var again = Assert.Single(Planner.Decide(small, [two with { Current = shared[0].Grants }]));
        Assert.Equal(2, again.Grants.Count);
        Assert.Contains(": --nodes 2 was given; with ", again.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_experiment_should_get_more_cores_of_its_node_when_they_become_free()
    {
        NodeGrant[] one = [new("a", 1, Speed)];
        var plan = Assert.Single(Planner.Decide([Two[0]], [Job("1", Small) with { Current = one }]));

        Assert.Equal(4, Assert.Single(plan.Grants).Cores);
        Assert.Contains("with more of a", plan.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_experiment_should_let_go_of_a_node_that_turns_out_to_be_far()
    {
        NodeGrant[] both = [new("a", 4, 4 * Speed), new("far", 4, 4 * Speed)];
        Planner.Node[] nodes = [Two[0], new("far", 4, Speed, 0.02)];
        var plan = Assert.Single(Planner.Decide(nodes, [Job("1", Small) with { Current = both }]));

        Assert.Equal("a", Assert.Single(plan.Grants).Node);
        Assert.Contains("without far", plan.Reason, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(Planner.Decide(nodes, [Job("1", Heavy) with { Current = both }])).Grants.Count);
    }

    [Fact]
    public void Running_experiment_should_go_back_to_one_node_when_several_hold_each_other_up()
    {
        Planner.Node[] nodes = [.. Two, Node("c", 4)];
        NodeGrant[] all = [new("a", 4, 4 * Speed), new("b", 4, 4 * Speed), new("c", 4, 4 * Speed)];
        var alone = Small * 100 / (4 * Speed);
        var job = Job("1", Small * 100) with { Current = all, SplitSeconds = alone };
        var plan = Assert.Single(Planner.Decide(nodes, [job]));
        Assert.Single(plan.Grants);
        Assert.Contains("without ", plan.Reason, StringComparison.Ordinal);

        // Neither taken again while that is known, nor given up where it is little or somebody wants it.
        Assert.Single(Assert.Single(Planner.Decide(nodes, [job with { Current = plan.Grants }])).Grants);
        Assert.Equal(3, Assert.Single(Planner.Decide(nodes, [job with { SplitSeconds = alone / 10 }])).Grants.Count);
        Assert.Equal(3, Assert.Single(Planner.Decide(nodes, [job with { Nodes = 3 }])).Grants.Count);
    }

    [Fact]
    public void Measured_speeds_should_count_more_than_those_at_the_start()
    {
        var measured = new Dictionary<string, double> { ["a"] = Speed / 10, ["b"] = Speed };
        Planner.Node[] nodes = [Node("a", 1), Node("b", 1)];
        var plan = Assert.Single(Planner.Decide(nodes, [Job("1", Heavy) with { SpeedPerCore = measured, Nodes = 1 }]));

        Assert.Equal(new NodeGrant("b", 1, Speed), Assert.Single(plan.Grants));
    }

    [Fact]
    public void Running_experiment_should_keep_what_it_has()
    {
        NodeGrant[] current = [new("b", 2, 2 * Speed)];
        var plans = Planner.Decide(Two, [Job("1", Small) with { Current = current }, Job("2", Heavy)]);

        Assert.Equal(current, plans[0].Grants);
        Assert.Equal(6, plans[1].Grants.Sum(grant => grant.Cores));
    }

    [Fact]
    public void Running_experiment_should_get_a_node_that_joins_when_it_is_worth_it()
    {
        NodeGrant[] current = [new("a", 4, 4 * Speed)];

        var heavy = Assert.Single(Planner.Decide(Two, [Job("1", Heavy) with { Current = current }]));
        var small = Assert.Single(Planner.Decide(Two, [Job("1", Small / 10) with { Current = current }]));

        Assert.Equal(["a", "b"], heavy.Grants.Select(grant => grant.Node));
        Assert.Contains("with b", heavy.Reason, StringComparison.Ordinal);
        Assert.Equal(current, small.Grants);
    }

    [Fact]
    public void Running_experiment_should_lose_the_node_that_is_gone()
    {
        NodeGrant[] current = [new("a", 4, 4 * Speed), new("gone", 4, 4 * Speed)];
        var plan = Assert.Single(Planner.Decide([Two[0]], [Job("1", Heavy) with { Current = current }]));

        Assert.Equal([current[0]], plan.Grants);
    }

    [Fact]
    public void Wished_number_of_nodes_should_override_the_planner()
    {
        Planner.Node[] three = [.. Two, Node("c", 4)];
        Assert.Equal(2, Assert.Single(Planner.Decide(three, [Job("1", Small) with { Nodes = 2 }])).Grants.Count);
        Assert.Single(Assert.Single(Planner.Decide(three, [Job("1", Heavy) with { Nodes = 1 }])).Grants);
        Assert.Equal(3, Assert.Single(Planner.Decide(three, [Job("1", Small) with { Nodes = 7 }])).Grants.Count);

        var both = Planner.Decide(three, [Job("1", Small) with { Nodes = 2 }, Job("2", Small)]);
        Assert.Equal(2, both[0].Grants.Count);
    }

    [Fact]
    public void Experiment_that_cannot_be_cut_should_stay_on_one_node()
    {
        var alone = Job("1", Heavy) with { Splits = false };
        var plan = Assert.Single(Planner.Decide(Two, [alone]));
        Assert.Equal(4, Assert.Single(plan.Grants).Cores);

        Assert.Equal(plan.Grants, Assert.Single(Planner.Decide(Two, [alone with { Current = plan.Grants, Nodes = 2 }])).Grants);
    }

    [Fact]
    public void Reason_should_tell_what_a_pass_is_expected_to_take()
    {
        var plan = Assert.Single(Planner.Decide(Two, [Job("1", Heavy) with { Nodes = 2 }]));

        Assert.Equal("8 cores on a, b: a pass is expected to take 32.19 ms there, 256.05 ms on one core; --nodes 2 was given",
            plan.Reason);
    }

    [Fact]
    public void Plan_should_say_why_it_leaves_a_node_alone()
    {
        var far = new Planner.Node("far", 4, Speed, 0.5);
        var on = new NodeGrant("a", 4, 4 * Speed);
        var small = Job("1", Small) with { Current = [on] };
        Assert.Matches(@"^would take \d+\.\d\d ms a pass with it, \d+\.\d\d ms without: less than a tenth gained$",
            Declined(small));
        Assert.Equal("was given --nodes 1", Declined(small with { Nodes = 1 }));
        Assert.Equal("uses the naive kernel, which stays on one node", Declined(small with { Splits = false }));

        string Declined(Planner.Job job) =>
            Assert.Single(Assert.Single(Planner.Decide([Two[0], far], [job])).Declined, one => one.Key == "far").Value;
    }

    [Fact]
    public void Slow_way_to_a_node_should_keep_small_experiments_off_it()
    {
        var far = new Planner.Node("far", 16, Speed, 0.02);
        var plan = Assert.Single(Planner.Decide([Two[0], far], [Job("1", Small)]));

        Assert.Equal("a", Assert.Single(plan.Grants).Node);
    }

    private static Gen<(Planner.Node[] Nodes, double Work, bool Splits)> Labs() =>
        from cores in Gen.Int[1, 16].Array[1, 6]
        from speeds in Gen.Double[5, 7.5].Array[6]
        from trips in Gen.Double[0, 0.01].Array[6]
        from work in Gen.Double[2, 8]
        from splits in Gen.Bool
        select (
            cores.Select((count, i) => new Planner.Node($"n{i}", count, Math.Pow(10, speeds[i]), trips[i])).ToArray(),
            Math.Pow(10, work),
            splits);

    // Labs in which some experiments run, some wait, some know their speeds; nodes of a kind, so that many choices are equally
    // good.
    private static Gen<(Planner.Node[] Nodes, Planner.Job[] Jobs)> Crowds() =>
        from kinds in Gen.Select(Gen.Int[1, 5], Gen.Int[0, 2], Gen.Int[0, 2]).Array[0, 6]
        from jobs in Gen.Select(Gen.Int[0, 5], Gen.Bool, Gen.Int[-4, 4], Gen.Int[-2, 2], Gen.Int[-3, 3],
        Gen.Int[0, 1_000_000]).Array[0, 14]
        select Crowd(kinds, jobs);

    private static (Planner.Node[] Nodes, Planner.Job[] Jobs) Crowd(
        (int Cores, int Speed, int Trip)[] kinds, (int Work, bool Splits, int Wished, int Known, int Split, int Salt)[] drawn)
    {
        var nodes = kinds.Select(
            (kind, i) => new Planner.Node($"n{i}", kind.Cores, Speed * (1 + (kind.Speed * 0.7)), kind.Trip * 0.0007)).ToArray();
        var free = nodes.Select(node => node.Cores).ToArray();
        var jobs = drawn.Select((one, i) => new Planner.Job(
            $"{i}",
            Small * Math.Pow(5, one.Work - 1),
            one.Splits || one.Salt % 3 > 0,
            one.Wished > 0 ? one.Wished : null,
            Taken(nodes, free, one.Salt, one.Splits ? 3 : 1),
            nodes.Where((_, node) => one.Known > 0 && ((one.Salt >> node) & 1) == 0)
                .ToDictionary(node => node.Key, node => node.SpeedPerCore * (0.5 + (one.Salt % 7 / 7.0))),
            one.Split > 0 ? one.Split * 0.0004 : null)).ToArray();
        return (nodes, jobs);
    }

    // What a running experiment has of what is left; nothing for every other one.
    private static List<NodeGrant> Taken(Planner.Node[] nodes, int[] free, int salt, int most)
    {
        var grants = new List<NodeGrant>();
        for (var node = 0; node < nodes.Length && salt % 2 == 0 && grants.Count < most; node++)
        {
            var cores = Math.Min(free[node], (salt >> (2 + node)) % 4);
            if (cores > 0)
            {
                free[node] -= cores;
                grants.Add(new NodeGrant(nodes[node].Key, cores, nodes[node].SpeedPerCore * cores));
            }
        }

        return grants;
    }

    private static Planner.Node Node(string key, int cores) => new(key, cores, Speed, 0);

    private static Planner.Job Job(string id, double work) => new(id, work, true, null, [], new Dictionary<string, double>());
}
