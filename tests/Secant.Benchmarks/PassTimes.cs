using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Networks.Kernels;
using Secant.Core.Numerics;
using Secant.Core.Training;

namespace Secant.Benchmarks;

/// <summary>A whole pass at (B 64, H 75), for each width of the registers.</summary>
internal static class PassTimes
{
    private const int Passes = 400;

    public static void Measure(DataSet data, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"one pass, B 64, H 75, one core: smallest and median of the first {Passes} passes, ms");
        output.WriteLine("  pixels  activation   512 bit          256 bit          128 bit          scalar");
        foreach (var scale in new[] { InputScale.Unit, InputScale.Raw })
        {
            foreach (var activation in Enum.GetValues<Activation>())
            {
                var spec = Specs.Of(64, 75, scale, activation);
                var shape = new NetShape(data.Dimension, spec.HiddenSize, data.Classes);
                IGroupKernel[] kernels =
                [
                    new GroupKernel<Lanes512>(shape, spec),
                    new GroupKernel<Lanes256>(shape, spec),
                    new GroupKernel<Lanes128>(shape, spec),
                    new GroupKernel<Lanes1>(shape, spec),
                ];
                var times = kernels.Select(kernel => Timing.Of(Passes, new ReferenceTrainer(spec, data, kernel).Step));
                output.WriteLine(
                    $"  {scale,-6}  {activation,-9} "
                        + $"{string.Join("", times.Select(time => $"{time.Smallest,8:F3} {time.Median,7:F3} "))}");
            }
        }
    }
}
