using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Slicing;
using Secant.Lab.Runs;

namespace Secant.Lab.Tests.Runs;

public sealed class SliceHolderTests
{
    private static readonly DataSet Digits = MadeUpDigits.Create(seed: 3, rows: 2, columns: 3, train: 20, test: 10, classes: 3);

    private static readonly ExperimentSpec Spec = new() { Iterations = 100, BatchSize = 2, LearningRate = 0.1, HiddenSize = 24 };

    private readonly SliceHolder _holder = new(
        new SliceTrainer(Spec, new SparseImageSet(Digits.Train), new SparseImageSet(Digits.Test), Digits.Classes,
            new SingleThread()), Spec.BatchSize);

    private static double[] Logits => new double[Spec.BatchSize * Digits.Classes];

    [Fact]
    public void Opening_should_answer_at_the_first_pass_that_is_made_beside_it_though_others_wait()
    {
        _holder.Open(1, new GroupRange(0, 2), iteration: 0, isFromSeed: true);
        for (var pass = 0; pass < 6; pass++)
        {
            if (pass < 3)
            {
                _holder.Find(1)!.Add(pass, Logits);
            }
            else
            {
                Assert.Null(_holder.Pass(pass, [], [1], Logits));
            }
        }

        var answers = new List<HolderReport.Answer>();
        while (_holder.Advance() is { } job)
        {
            answers.AddRange(job().OfType<HolderReport.Answer>());
        }

        Assert.Equal([(3, 1), (6, 1)], answers.Select(answer => (answer.Iteration, answer.Opening!.Value)));
    }

    [Fact]
    public void Forget_should_leave_what_was_opened_later_when_it_comes_twice()
    {
        _holder.Open(1, new GroupRange(0, 2), iteration: 0, isFromSeed: true);
        _holder.Forget(upTo: 1);
        Assert.Null(_holder.Find(1));
        _holder.Open(2, new GroupRange(0, 2), iteration: 0, isFromSeed: true);

        _holder.Forget(upTo: 1);

        Assert.NotNull(_holder.Find(2));
    }

    [Fact]
    public void Opening_should_not_come_back_when_the_order_to_open_it_comes_after_it_was_forgotten()
    {
        _holder.Forget(upTo: 1);
        Assert.Null(_holder.Open(1, new GroupRange(0, 2), iteration: 0, isFromSeed: true));
        Assert.Null(_holder.Find(1));
    }

    [Fact]
    public void Open_should_be_answered_once_more_when_there_is_nothing_left_to_replay()
    {
        Assert.Null(_holder.Open(1, new GroupRange(0, 2), iteration: 0, isFromSeed: true));
        Assert.Null(_holder.Open(1, new GroupRange(0, 2), iteration: 0, isFromSeed: true));
        var first = Assert.IsType<HolderReport.Answer>(Assert.Single(_holder.Advance()!()));

        var again = _holder.Open(1, new GroupRange(0, 2), iteration: 0, isFromSeed: true);

        AssertSame(first, Assert.IsType<HolderReport.Answer>(Assert.Single(again!())));
    }

    [Fact]
    public void Last_pass_should_be_answered_once_more_with_the_same_bits_and_older_ones_never()
    {
        _holder.Open(1, new GroupRange(0, 4), iteration: 0, isFromSeed: true);
        _holder.Advance()!();
        _holder.Pass(0, [new GroupRange(0, 4)], [], Logits)!();
        var first = Assert.IsType<HolderReport.Answer>(Assert.Single(_holder.Pass(1, [new GroupRange(0, 4)], [], Logits)!()));

        Assert.Null(_holder.Pass(0, [new GroupRange(0, 4)], [], Logits));
        var again = _holder.Pass(1, [new GroupRange(0, 4)], [], Logits);

        AssertSame(first, Assert.IsType<HolderReport.Answer>(Assert.Single(again!())));
    }

    private static void AssertSame(HolderReport.Answer first, HolderReport.Answer again)
    {
        Assert.Equal((first.Iteration, first.Opening), (again.Iteration, again.Opening));
        Assert.Equal(first.Ranges, again.Ranges);
        Assert.Equal(first.Partials.Select(partial => partial.Node), again.Partials.Select(partial => partial.Node));
        Assert.Equal(first.Partials.SelectMany(partial => partial.Values), again.Partials.SelectMany(partial => partial.Values));
    }
}
