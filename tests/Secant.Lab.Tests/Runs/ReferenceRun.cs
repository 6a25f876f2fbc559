using Secant.Core;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Slicing;
using Secant.Core.Training;
using Secant.Lab.Contracts;

namespace Secant.Lab.Tests.Runs;

/// <summary>What one thread makes of an experiment without a break: whatever runs on nodes has to end in the same bits.</summary>
internal sealed class ReferenceRun
{
    private ReferenceRun(ExperimentSpec spec) => Spec = spec;

    public ExperimentSpec Spec { get; }

    /// <summary>By iteration, from 0 on.</summary>
    public List<string> Fingerprints { get; } = [];

    public List<CurvePoint> Curve { get; } = [];

    public List<double> Losses { get; } = [];

    public double TrainAccuracy { get; private set; }

    /// <summary>The pass in which something is not finite, and the run fails; null if there is none.</summary>
    public int? Diverges { get; private set; }

    /// <summary>The iteration that the run ends at.</summary>
    public int Last => Fingerprints.Count - 1;

    private bool HasEnded { get; set; }

    /// <summary>The loss of the last pass before an iteration.</summary>
    public double? LossBefore(int iteration) => iteration == 0 ? null : Losses[iteration - 1];

    public static ReferenceRun Of(ExperimentSpec spec, DataSet data)
    {
        var run = new ReferenceRun(spec);
        if (spec.Kernel == GradientKernel.Naive)
        {
            run.MakeNaively(data);
        }
        else
        {
            run.Make(data);
        }

        return run;
    }

    /// <summary>Fails where a run that is under way has another loss than one thread has after as many passes.</summary>
    public static void AssertUnderWay(ExperimentSpec spec, DataSet data, ExperimentDocument document)
    {
        Assert.False(ExperimentStates.IsEnd(document.State), document.Reason);
        var trainer = new ReferenceTrainer(spec, data);
        while (trainer.Iteration < document.Iteration)
        {
            trainer.Step();
        }

        Assert.Equal(document.Iteration == 0 ? null : trainer.Losses[^1], document.Loss);
    }

    private void Make(DataSet data)
    {
        var trainer = new ReferenceTrainer(Spec, data);
        Note(trainer.Parameters(), trainer.Accuracy, data);
        while (!HasEnded)
        {
            try
            {
                trainer.Step();
            }
            catch (SecantException)
            {
                Diverges = trainer.Iteration;
                return;
            }

            Losses.Add(trainer.Losses[^1]);
            Note(trainer.Parameters(), trainer.Accuracy, data);
        }
    }

    // The reference trainer has the incremental kernel only; here it is one slice on one thread.
    private void MakeNaively(DataSet data)
    {
        var train = new SparseImageSet(data.Train);
        var test = new SparseImageSet(data.Test);
        var trainer = new SliceTrainer(Spec, train, test, data.Classes, new SingleThread());
        var net = trainer.OpenFromSeed(new GroupRange(0, trainer.Shape.Groups));
        var batches = new BatchSchedule(Spec.Seed, Spec.BatchSize, train.Count);
        Note(ParametersOf(), Accuracy, data);
        while (!HasEnded)
        {
            var logits = Total(trainer.Forward([net]));
            Losses.Add(BatchLoss.Mean([.. batches.Indices(net.Iteration).Select(train.Label)], logits, data.Classes));
            if (!trainer.Pass([net], logits).IsFinite)
            {
                Diverges = Losses.Count - 1;
                return;
            }

            Note(ParametersOf(), Accuracy, data);
        }

        double[] Total(IReadOnlyList<PartialLogits> partials) => Assert.Single(partials).Values;

        Parameters ParametersOf()
        {
            var parameters = new Parameters(trainer.Shape);
            parameters.Write(0, trainer.Shape.Groups, Slice.CopyValues([net], net.Range));
            return parameters;
        }

        double Accuracy(ImageSet images)
        {
            var logits = Total(trainer.Evaluate([net], images == data.Test, 0, images.Count));
            var right = Enumerable.Range(0, images.Count)
                .Count(n => Classification.IsRight(logits.AsSpan(n * data.Classes, data.Classes), images.Labels[n]));
            return (double)right / images.Count;
        }
    }

    private void Note(Parameters parameters, Func<ImageSet, double> accuracy, DataSet data)
    {
        var iteration = Fingerprints.Count;
        Fingerprints.Add(parameters.Fingerprint());
        if (EvaluationSchedule.IsDue(Spec, iteration))
        {
            Curve.Add(new CurvePoint(iteration, LossBefore(iteration), accuracy(data.Test)));
        }

        HasEnded = iteration == Spec.Iterations || IsFlat();
        if (HasEnded)
        {
            TrainAccuracy = accuracy(data.Train);
        }
    }

    // Said once more in another way than the program does: nothing among the last N points is above all points before them.
    private bool IsFlat() =>
        Spec.StopWhenFlat is { } patience
        && Curve.Count > patience
        && Curve.TakeLast(patience).Max(point => point.TestAccuracy) <= Curve.SkipLast(patience).Max(point => point.TestAccuracy);
}
