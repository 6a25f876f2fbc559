using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Training;

namespace Secant.Benchmarks;

/// <summary>How the pass grows with the hidden size: time ~ H^exponent.</summary>
internal static class Growth
{
    private const int Smallest = 64;
    private const int Largest = 4_096;

    public static void Measure(DataSet data, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("one pass, B 64, raw pixels, sigmoid, by hidden size, ms");
        var (first, last) = (0.0, 0.0);
        for (var hidden = Smallest; hidden <= Largest; hidden *= 2)
        {
            var trainer = new ReferenceTrainer(Specs.Of(64, hidden, InputScale.Raw, Activation.Sigmoid), data);
            last = Timing.Of(Math.Max(10, 20_000 / hidden), trainer.Step).Smallest;
            first = hidden == Smallest ? last : first;
            output.WriteLine($"  H {hidden,4}  {last,8:F3}");
        }

        output.WriteLine($"  exponent {Math.Log(last / first) / Math.Log((double)Largest / Smallest):F3}");
    }
}
