using System.Diagnostics;
using Secant.Core.Networks;

namespace Secant.Core.Experiments;

/// <summary>What a pass costs the book's way on this machine: the whole forward pass, twice, for every parameter.</summary>
public static class BookCost
{
    private const int LeastSamples = 3;

    // A prime, so that every layer is met.
    private const long Stride = 7_919;
    private const int Rows = 28;
    private const int Classes = 10;

    // Larger nets and batches cost in proportion.
    private const int MostUnits = 256;
    private const int MostImages = 64;

    private static readonly TimeSpan SampleTime = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// Seconds of one pass on one core in plain loops, on images of 28 x 28 in 10 classes: the quickest of a few partial derivatives, times
    /// the number of parameters. A tuned matrix product, as numpy has it, takes about a tenth of that.
    /// </summary>
    /// <param name="batchSize">Images a pass, B.</param>
    /// <param name="hiddenSize">Hidden units, H.</param>
    public static double SecondsAPass(int batchSize, int hiddenSize)
    {
        var (images, units) = (Math.Min(batchSize, MostImages), Math.Min(hiddenSize, MostUnits));
        var data = BitProbe.MadeUp(Rows, Rows, images, 1, Classes);
        double[] inputs = [.. Enumerable.Range(0, images).SelectMany(index => data.Train.Image(index).ToArray()).Select(pixel => (double)pixel)];
        var network = new Network(Activation.Sigmoid, inputs, data.Train.Labels.ToArray());
        var parameters = new Parameters(new NetShape(data.Dimension, units, Classes));
        var (best, begun) = (double.MaxValue, Stopwatch.GetTimestamp());

        // The first calls are the compiler's, and more of small nets cost nothing.
        for (var sample = 0; sample < LeastSamples || Stopwatch.GetElapsedTime(begun) < SampleTime; sample++)
        {
            var started = Stopwatch.GetTimestamp();
            network.CentralDifference(parameters, sample * Stride % parameters.Shape.ParameterCount, 1e-4);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return Scale(best * parameters.Shape.ParameterCount, (images, units), (batchSize, hiddenSize));
    }

    /// <summary>Seconds of a pass of another size, from those of one that is known: for each parameter two products of B x D x H.</summary>
    /// <param name="seconds">What is known.</param>
    /// <param name="from">B and H that it is known for.</param>
    /// <param name="to">B and H that it is wanted for.</param>
    public static double Scale(double seconds, (int BatchSize, int HiddenSize) from, (int BatchSize, int HiddenSize) to) => seconds * Work(to) / Work(from);

    private static double Work((int BatchSize, int HiddenSize) size) =>
        (double)size.BatchSize * size.HiddenSize * new NetShape(Rows * Rows, size.HiddenSize, Classes).ParameterCount;
}
