using System.Diagnostics;
using Secant.Actors.Hosting;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Benchmarks;

/// <summary>
/// What checkpoints cost a run on all cores, at the default interval: the passes that are missing while one is under way, against
/// the pass rate of the same run before and after it. Load that comes and goes is then in both.
/// </summary>
internal static class CheckpointCost
{
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    public static async Task MeasureAsync(int hidden, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("secant-benchmark-");
        try
        {
            var lab = await LocalLab.StartAsync(
                new LocalLabOptions
                {
                    StoreFolder = folder.FullName,
                    Cores = Environment.ProcessorCount,
                    Command = "benchmark",
                    TakesUpAll = false,
                    Run = new RunSettings(),
                    Data = new DataCatalogue(),
                    Limits = new SpecLimits(),
                },
                CancellationToken.None);
            await using (lab.ConfigureAwait(false))
            {
                var spec = Specs.Of(64, hidden, InputScale.Raw, Activation.Sigmoid) with
                {
                    Iterations = 50_000_000,
                    EvaluateEvery = 50_000_000
                };
                Write(hidden, await WatchAsync(lab, await lab.SubmitAsync(new Submission(spec, null), CancellationToken.None)),
                    output);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // From one checkpoint's commit to another's, so that whole intervals are seen.
    private static async Task<Measured> WatchAsync(LocalLab lab, string id)
    {
        var first = await UntilAsync(lab, id, 0, null);
        var (seen, began) = (first.Checkpoint!, Stopwatch.GetTimestamp());
        var (copying, passesThen, checkpoints, bytes) = (TimeSpan.Zero, 0, 0, 0L);
        var last = first;
        while (Stopwatch.GetElapsedTime(began) < AtLeast)
        {
            var moments = new List<(int Iteration, long At)>();
            last = await UntilAsync(lab, id, seen.AtUnixMilliseconds, moments);
            seen = last.Checkpoint!;
            var start = moments.First(moment => moment.Iteration > seen.Iteration);
            copying += Stopwatch.GetElapsedTime(start.At, moments[^1].At);
            passesThen += moments[^1].Iteration - start.Iteration;
            checkpoints++;
            bytes = seen.Bytes;
        }

        return new Measured(Stopwatch.GetElapsedTime(began), last.Iteration - first.Iteration, copying, passesThen, checkpoints,
            bytes);
    }

    // Until a checkpoint has been committed later than another.
    private static async Task<ExperimentDocument> UntilAsync(LocalLab lab, string id, long after,
        List<(int Iteration, long At)>? moments)
    {
        while (true)
        {
            var document = await lab.DocumentAsync(id, CancellationToken.None);
            moments?.Add((document.Iteration, Stopwatch.GetTimestamp()));
            if (document.Checkpoint is { } checkpoint && checkpoint.AtUnixMilliseconds > after)
            {
                return document;
            }

            await Task.Delay(Look);
        }
    }

    private static void Write(int hidden, Measured seen, TextWriter output)
    {
        var between = (seen.All - seen.Copying) / (seen.Passes - seen.PassesThen);
        var lost = seen.Copying - (between * seen.PassesThen);
        output.WriteLine();
        output.WriteLine($"checkpoints of (B 64, H {hidden}) on {Environment.ProcessorCount} cores at the default interval, "
            + $"{seen.All.TotalSeconds:F0} s of a run");
        output.WriteLine($"  checkpoints      {seen.Checkpoints,8} of {seen.Bytes / 1e6:F1} MB, one every "
            + $"{seen.All.TotalSeconds / seen.Checkpoints:F1} s");
        output.WriteLine($"  under way        {seen.Copying / seen.Checkpoints / TimeSpan.FromMilliseconds(1),8:F1} ms each");
        output.WriteLine($"  pass             {between.TotalMilliseconds,8:F3} ms between them, "
            + $"{seen.Copying.TotalMilliseconds / Math.Max(1, seen.PassesThen),8:F3} ms beside one");
        output.WriteLine($"  share of the run {100 * (lost / seen.All),8:F2} %");
    }

    private sealed record Measured(TimeSpan All, int Passes, TimeSpan Copying, int PassesThen, int Checkpoints, long Bytes);
}
