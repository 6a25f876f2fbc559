using System.Diagnostics;
using Secant.Core.Experiments;
using Secant.Core.Networks;

namespace Secant.Core.Training;

/// <summary>What a pass costs the book's way on this machine: the whole forward pass, twice, for every parameter.</summary>
public static class BookCost
{
    private const int LeastSamples = 3;

    // A prime, so that every layer is met.
    private const long Stride = 7_919;

    // Larger nets and batches cost in proportion.
    private const int MostUnits = 256;
    private const int MostImages = 64;

    private static readonly TimeSpan SampleTime = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Seconds of one pass on one core in plain loops: the quickest of a few partial derivatives, times the number of parameters.
    /// A tuned matrix product, as numpy has it, takes about a tenth of that.
    /// </summary>
    /// <param name="net">The net, D, H and C.</param>
    /// <param name="batchSize">Images a pass, B.</param>
    public static double SecondsAPass(NetShape net, int batchSize)
    {
        var images = Math.Min(batchSize, MostImages);
        var small = net with { Hidden = Math.Min(net.Hidden, MostUnits) };
        var data = BitProbe.MadeUp(1, net.Inputs, images, 1, net.Classes);
        double[] inputs = [.. Enumerable.Range(0, images).SelectMany(index => data.Train.Image(index).ToArray())
            .Select(pixel => (double)pixel)];
        var network = new Network(Activation.Sigmoid, inputs, data.Train.Labels.ToArray());
        var parameters = new Parameters(small);
        var (best, begun) = (double.MaxValue, Stopwatch.GetTimestamp());

        // The first calls are the compiler's, and more of small nets cost nothing.
        for (var sample = 0; sample < LeastSamples || Stopwatch.GetElapsedTime(begun) < SampleTime; sample++)
        {
            var started = Stopwatch.GetTimestamp();
            network.CentralDifference(parameters, sample * Stride % parameters.Shape.ParameterCount, 1e-4);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return Scale(best * parameters.Shape.ParameterCount, (small, images), (net, batchSize));
    }

    /// <summary>Seconds of a pass of another size, from those of one that is known: for each parameter two products of B x D x H
    /// and B x H x C.</summary>
    /// <param name="seconds">What is known.</param>
    /// <param name="from">The net and B that it is known for.</param>
    /// <param name="to">The net and B that it is wanted for.</param>
    public static double Scale(double seconds, (NetShape Net, int BatchSize) from, (NetShape Net, int BatchSize) to) =>
        seconds * Work(to) / Work(from);

    private static double Work((NetShape Net, int BatchSize) pass) =>
        (double)pass.BatchSize * pass.Net.Hidden * (pass.Net.Inputs + pass.Net.Classes) * pass.Net.ParameterCount;
}
