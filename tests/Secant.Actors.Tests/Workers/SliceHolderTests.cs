using Secant.Actors.Tests.Coordination;
using Secant.Actors.Workers;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Slicing;

namespace Secant.Actors.Tests.Workers;

public sealed class SliceHolderTests
{
    private static readonly DataSet Digits = MadeUpDigits.Create(seed: 3, rows: 2, columns: 3, train: 20, test: 10, classes: 3);

    private static readonly ExperimentSpec Spec = new() { Iterations = 100, BatchSize = 2, LearningRate = 0.1, HiddenSize = 24 };

    private readonly SliceHolder _holder = new(
        new SliceTrainer(Spec, new SparseImageSet(Digits.Train), new SparseImageSet(Digits.Test), Digits.Classes, new SingleThread()), Spec.BatchSize);

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
}
