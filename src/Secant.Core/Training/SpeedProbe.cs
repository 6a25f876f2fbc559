using System.Diagnostics;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Slicing;

namespace Secant.Core.Training;

/// <summary>How fast one core of this machine makes passes; only ever compared with other machines.</summary>
public static class SpeedProbe
{
    private const int Units = 64;
    private const int Samples = 32;
    private const int Runs = 5;
    private const int PassesARun = 8;

    /// <summary>Samples times units a second on the calling thread, for images of the size and sparsity of handwriting; the best
    /// of five runs.</summary>
    public static double SampleUnitsPerSecond()
    {
        var data = BitProbe.MadeUp(rows: 28, columns: 28, train: 64, test: 1, classes: 10);
        var spec = new ExperimentSpec { Iterations = int.MaxValue, BatchSize = Samples, LearningRate = 1e-6, HiddenSize = Units };
        var trainer = new SliceTrainer(spec, new SparseImageSet(data.Train), new SparseImageSet(data.Test), data.Classes,
            new SingleThread());
        var slices = (IReadOnlyList<Slice>)[trainer.OpenFromSeed(new GroupRange(0, trainer.Shape.Groups))];
        var logits = new double[Samples * data.Classes];
        trainer.Forward(slices);
        var best = double.MaxValue;
        for (var run = 0; run < Runs; run++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var pass = 0; pass < PassesARun; pass++)
            {
                trainer.Pass(slices, logits);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return Samples * Units * PassesARun / best;
    }
}
