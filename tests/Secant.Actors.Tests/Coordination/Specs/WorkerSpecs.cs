using Akka.Actor;
using Akka.TestKit.Xunit;
using Secant.Actors.Wire;
using Secant.Actors.Workers;
using Secant.Core.Experiments;
using Secant.Core.Slicing;
using Secant.Lab.Contracts;
using static Secant.Lab.Contracts.WorkerProtocol;

namespace Secant.Actors.Tests.Coordination.Specs;

/// <summary>A worker, with the test in the part of its coordinator.</summary>
public sealed class WorkerSpecs : TestKit
{
    private static readonly ExperimentSpec Spec = LabSession.Spec(iterations: 3);
    private static readonly LoadedData Data = new(LabSession.Digits);
    private static readonly Attempt Life = new("1", 2);

    private readonly SliceTrainer _trainer = new(Spec, Data.Train, Data.Test, Data.Set.Classes, new SingleThread());

    private GroupRange All => new(0, _trainer.Shape.Groups);

    [Fact]
    public void Worker_should_make_every_pass_with_the_bits_of_one_thread()
    {
        var worker = Start();
        var net = _trainer.OpenFromSeed(All);
        worker.Tell(new OpenSlice(Life, 1, WireRange.From(All), 0, true), TestActor);
        for (var iteration = 0; iteration < Spec.Iterations; iteration++)
        {
            var logits = Assert.Single(_trainer.Forward([net])).Values;
            var answer = Expect<Answer>();
            Assert.Equal(iteration, answer.Iteration);
            Assert.Equal(Doubles.ToBytes(logits), answer.Partials.Values.Bytes);

            worker.Tell(Pass(iteration, All, logits), TestActor);
            _trainer.Pass([net], logits);
        }

        Assert.Equal(Spec.Iterations, Expect<Answer>().Iteration);
        worker.Tell(new CopySlices(Life, Spec.Iterations, [WireRange.From(All)]), TestActor);
        Assert.Equal(Slice.CopyValues([net], All), Expect<SliceCopied>().Values.Bytes);
    }

    [Fact]
    public void Opening_should_replay_to_where_the_others_are()
    {
        var worker = Start();
        var net = _trainer.OpenFromSeed(All);
        var logits = new double[2][];
        for (var iteration = 0; iteration < 2; iteration++)
        {
            logits[iteration] = Assert.Single(_trainer.Forward([net])).Values;
            _trainer.Pass([net], logits[iteration]);
        }

        var part = GroupRange.Between(2, 5);
        worker.Tell(new OpenSlice(Life, 7, WireRange.From(part), 0, true), TestActor);
        worker.Tell(new Replay(Life, 7, 0, 2, new InlinePayloads().Offer(Doubles.ToBytes([.. logits[0], .. logits[1]]))),
            TestActor);

        Assert.Equal(WireRange.From(part), Assert.Single(Fish(2).Ranges!));
        worker.Tell(new CopySlices(Life, 2, [WireRange.From(part)]), TestActor);
        Assert.Equal(Slice.CopyValues([net], part), Expect<SliceCopied>().Values.Bytes);
    }

    [Fact]
    public void Pass_should_not_wait_for_what_an_opening_still_lacks()
    {
        var worker = Start();
        var (left, right) = (GroupRange.Between(0, 2), GroupRange.Between(2, All.End));
        var net = _trainer.OpenFromSeed(All);
        var values = Slice.CopyValues([net], right)!;
        var logits = Assert.Single(_trainer.Forward([net])).Values;
        _trainer.Pass([net], logits);
        worker.Tell(new OpenSlice(Life, 1, WireRange.From(left), 0, true), TestActor);
        Expect<Answer>();

        worker.Tell(new OpenSlice(Life, 2, WireRange.From(right), 0, false), TestActor);
        worker.Tell(Pass(0, left, logits) with { Openings = [2] }, TestActor);
        Assert.Equal(WireRange.From(left), Assert.Single(Fish(1).Ranges!));

        worker.Tell(new SliceValues(Life, 2, new InlinePayloads().Offer(values)), TestActor);
        Assert.Equal(WireRange.From(right), Assert.Single(Fish(1).Ranges!));
        worker.Tell(new CopySlices(Life, 1, [WireRange.From(right)]), TestActor);
        Assert.Equal(Slice.CopyValues([net], right), Expect<SliceCopied>().Values.Bytes);
    }

    [Fact]
    public void Values_should_be_of_no_use_when_their_opening_was_dropped()
    {
        var worker = Start();
        var net = _trainer.OpenFromSeed(All);
        worker.Tell(new OpenSlice(Life, 1, WireRange.From(All), 0, false), TestActor);
        worker.Tell(new Forget(Life), TestActor);
        worker.Tell(new SliceValues(Life, 1, new InlinePayloads().Offer(Slice.CopyValues([net], All)!)), TestActor);

        ExpectNoMsg(TimeSpan.FromMilliseconds(50), Cancellation);
    }

    [Fact]
    public void Commands_of_another_life_should_be_dropped()
    {
        var worker = Start();
        worker.Tell(new OpenSlice(Life with { Life = 1 }, 1, WireRange.From(new GroupRange(0, 1)), 0, true), TestActor);
        worker.Tell(new OpenSlice(Life, 2, WireRange.From(new GroupRange(1, 2)), 0, true), TestActor);

        Assert.Equal(new WireRange(1, 2), Assert.Single(Expect<Answer>().Ranges!));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50), Cancellation);
    }

    [Fact]
    public void Worker_should_give_up_once_when_it_is_told_to_compute_with_what_it_has_not()
    {
        var worker = Start();
        worker.Tell(Pass(0, All, new double[Spec.BatchSize * Data.Set.Classes]), TestActor);
        worker.Tell(Pass(1, All, new double[Spec.BatchSize * Data.Set.Classes]), TestActor);

        Assert.Contains("asks for", Expect<GaveUp>().Reason, StringComparison.Ordinal);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50), Cancellation);
    }

    [Fact]
    public void Worker_should_say_so_when_a_derivative_is_not_finite()
    {
        var worker = Start();
        worker.Tell(new OpenSlice(Life, 1, WireRange.From(All), 0, true), TestActor);
        Expect<Answer>();
        var logits = new double[Spec.BatchSize * Data.Set.Classes];
        Array.Fill(logits, double.NaN);
        worker.Tell(Pass(0, All, logits), TestActor);

        Assert.Equal(0, Expect<Diverged>().Iteration);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private T Expect<T>() => ExpectMsg<T>(cancellationToken: Cancellation);

    private Answer Fish(int iteration) =>
        FishForMessage<Answer>(answer => answer.Iteration == iteration, cancellationToken: Cancellation);

    private static Pass Pass(int iteration, GroupRange range, double[] logits) =>
        new(Life, iteration, [WireRange.From(range)], null, new InlinePayloads().Offer(Doubles.ToBytes(logits)));

    private IActorRef Start()
    {
        var worker = Sys.ActorOf(Worker.Props(Life, SpecRecord.From(Spec), "n1", 2, Data, new InlinePayloads(), TestActor));
        Assert.Equal(new Ready(Life, "n1"), Expect<Ready>());
        return worker;
    }
}
