using Secant.Core.Data;
using Secant.Core.Experiments;

namespace Secant.Trials;

/// <summary>Logits that exceed a frame travel in chunks, and the bits are those of one machine.</summary>
[Collection(RealProcesses.Name)]
public sealed class LargeLogitsTests
{
    [Fact(Timeout = 240_000)]
    public async Task Experiments_should_run_through_when_their_logits_exceed_a_frame()
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        await lab.StaffAsync(2);
        var batch = new ExperimentSpec { Iterations = 4, BatchSize = 20_000, LearningRate = 0.05, HiddenSize = 16 };
        await RunAsync(lab, batch, null);

        WriteManyClasses(lab.Sandbox["many-classes"]);
        var data = await new DataCatalogue().LoadAsync(lab.Sandbox["many-classes"],
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(256, data.Classes);
        var classes = new ExperimentSpec
        {
            Iterations = 20,
            BatchSize = 1_024,
            LearningRate = 0.05,
            HiddenSize = 24,
            Data = data.Name,
            DataSha256 = data.Sha256,
        };
        await RunAsync(lab, classes, data);
    }

    private static async Task RunAsync(LabOfProcesses lab, ExperimentSpec spec, DataSet? data)
    {
        var expected = Expected.Of(spec, data);
        var id = await lab.SubmitAsync(spec, 2, data);
        var document = await lab.EndAsync(id);
        (await expected).AssertReached(document);
        Assert.Equal(2, document.Nodes);
    }

    // Images of 5 x 5 pixels drawn from a fixed seed; every label from 0 to 255 occurs.
    private static void WriteManyClasses(string folder)
    {
        const int side = 5;
        var random = new Random(256);
        Directory.CreateDirectory(folder);
        foreach (var (set, count) in ((string, int)[])[("train", 1_024), ("t10k", 512)])
        {
            var pixels = new byte[count * side * side];
            random.NextBytes(pixels);
            var labels = Enumerable.Range(0, count).Select(i => (byte)i);
            File.WriteAllBytes(
                Path.Combine(folder, $"{set}-images-idx3-ubyte"),
                    [0, 0, 8, 3, .. BigEndian(count), .. BigEndian(side), .. BigEndian(side), .. pixels]);
            File.WriteAllBytes(Path.Combine(folder, $"{set}-labels-idx1-ubyte"), [0, 0, 8, 1, .. BigEndian(count), .. labels]);
        }
    }

    private static byte[] BigEndian(int number) =>
        [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
}
