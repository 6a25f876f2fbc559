using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Training;

namespace Secant.Benchmarks;

/// <summary>The book's way, on a sample of the parameters.</summary>
internal static class NaivePass
{
    private const int Samples = 40;

    public static void Measure(DataSet data, TextWriter output)
    {
        var spec = Specs.Of(64, 75, InputScale.Raw, Activation.Sigmoid);
        var incremental = Timing.Of(100, new ReferenceTrainer(spec, data).Step).Smallest;
        var parameters = new ReferenceTrainer(spec, data).Parameters();
        var indices = new BatchSchedule(spec.Seed, spec.BatchSize, data.Train.Count).Indices(0);
        double[] inputs = [.. indices.SelectMany(index => data.Train.Image(index).ToArray()).Select(pixel => (double)pixel)];
        var network = new Network(spec.Activation, inputs, [.. indices.Select(index => data.Train.Labels[index])]);
        var next = 0L;
        var one = Timing.Of(Samples, () => network.CentralDifference(
            parameters, next += parameters.Shape.ParameterCount / (Samples + 1), spec.Step)).Smallest;
        var pass = one * parameters.Shape.ParameterCount / 1e3;
        output.WriteLine();
        output.WriteLine($"naive pass, B 64, H 75: {parameters.Shape.ParameterCount} parameters at {one:F3} ms each are "
            + $"{pass:F1} s,");
        output.WriteLine($"  {pass * 1e3 / incremental:F0} times the incremental pass of {incremental:F3} ms");
    }
}
