using System.Diagnostics;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Training;

namespace Secant.Benchmarks;

/// <summary>The README's experiment in a process that has compiled nothing yet.</summary>
internal static class ColdRun
{
    public static void Measure(DataSet data, TextWriter output)
    {
        var spec = Specs.Of(32, 50, InputScale.Raw, Activation.Sigmoid) with { Iterations = 100 };
        var start = Stopwatch.GetTimestamp();
        new ReferenceTrainer(spec, data).Run();
        var cold = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var warm = Timing.Of(5, () => new ReferenceTrainer(spec, data).Run()).Smallest;
        output.WriteLine("run 100 32 0.05 50, raw pixels, one core");
        output.WriteLine($"  first in the process {cold,8:F1} ms");
        output.WriteLine($"  again                {warm,8:F1} ms");
    }
}
