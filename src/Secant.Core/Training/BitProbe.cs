using System.Security.Cryptography;
using System.Text;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Numerics;

namespace Secant.Core.Training;

/// <summary>
/// Ten passes of a tiny net on made-up data, with both activations, both input scales, short series and the full path. Machines
/// whose fingerprints of it agree compute the same bits; a lab takes in no other.
/// </summary>
public static class BitProbe
{
    private const ulong Seed = 20_240_601;
    private const double StepBeyondSeries = 1;

    /// <summary>SHA-256, in lower-case hex, over the fingerprints of all variants.</summary>
    public static string Fingerprint()
    {
        var data = MadeUp(rows: 5, columns: 5, train: 24, test: 2, classes: 3);
        var fingerprints = new StringBuilder();
        foreach (var activation in Enum.GetValues<Activation>())
        {
            foreach (var scale in Enum.GetValues<InputScale>())
            {
                foreach (var step in (ReadOnlySpan<double>)[1e-4, StepBeyondSeries])
                {
                    var trainer = new ReferenceTrainer(
                        new ExperimentSpec
                        {
                            Iterations = 10,
                            BatchSize = 6,
                            LearningRate = 0.01,
                            HiddenSize = 11,
                            Seed = Seed,
                            Activation = activation,
                            Scale = scale,
                            Step = step,
                        },
                        data);
                    trainer.Run();
                    fingerprints.Append(trainer.Parameters().Fingerprint());
                }
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(fingerprints.ToString())));
    }

    /// <summary>Images of which a fifth of the pixels are not zero, as in handwriting, with labels that are drawn like
    /// them.</summary>
    internal static DataSet MadeUp(int rows, int columns, int train, int test, int classes)
    {
        var first = Images(RandomStreams.Probes, rows, columns, train, classes);
        return new DataSet("made up", "", first, Images(RandomStreams.Probes + 1, rows, columns, test, classes));
    }

    private static ImageSet Images(uint stream, int rows, int columns, int count, int classes)
    {
        var pixels = new byte[count * rows * columns];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (value, chance, _, _) = Philox.Draw(Seed, stream, (uint)i, 0, 0);
            pixels[i] = chance % 5 == 0 ? (byte)value : (byte)0;
        }

        var labels = new byte[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)(Philox.Draw(Seed, stream, (uint)i, 1, 0).W0 % (uint)classes);
        }

        return new ImageSet(rows, columns, pixels, labels);
    }
}
