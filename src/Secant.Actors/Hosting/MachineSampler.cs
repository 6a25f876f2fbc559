using System.Diagnostics;
using System.Runtime;
using Akka.Actor;
using Secant.Actors.Checkpoints;
using Secant.Actors.Coordination;
using Secant.Actors.Wire;
using Secant.Core;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Forecasting;
using Secant.Core.Networks;
using Secant.Core.Slicing;
using Secant.Core.Training;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Actors.Hosting;

/// <summary>Finds out what an experiment's parts take on this machine by doing some of each for a fraction of a second.</summary>
/// <param name="system">Where the node lives.</param>
/// <param name="node">The node that will compute.</param>
/// <param name="chunks">The store that results will go to.</param>
/// <param name="run">How runs are watched over.</param>
internal sealed class MachineSampler(ActorSystem system, IActorRef node, ChunkStore chunks, RunSettings run)
{
    // Larger nets and batches cost in proportion: what they add is neither messages nor threads.
    private const int MostUnits = 2_048;
    private const int MostSamples = 256;
    private const double MostWork = 256 * 1_024;

    // An evaluation is asked for in chunks of some thousand images, each of them shared out in blocks: fewer would be slower an
    // image.
    private const int FewestImages = 3_300;
    private const int MostImages = 10_000;
    private const double EvaluationWork = 750_000;

    // Passes right after an evaluation find the caches cold; in a run few are.
    private const int BetweenEvaluations = 20;
    private const int MostSavedUnits = 512;
    private const int MadeImages = 6_000;
    private const int MostRounds = 5;
    private const int FewMethods = 50;

    // A sweep has many sizes to try, and each of them makes the next one's code warmer.
    private const int MostRoundsSideBySide = 2;

    // What a run still compiles that nothing before it did, fitted to what short runs took on one machine; of many runs it is the
    // first one's, and not worth counting.
    private const int MethodsOfARun = 300;

    private static readonly TimeSpan WarmTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    // On a crowded machine everything may take long. What is waited for ends by itself, and is watched.
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private static int _number;
    private bool _isWarm;

    /// <param name="spec">The experiment.</param>
    /// <param name="data">Its data set.</param>
    /// <param name="grant">Cores that each gets.</param>
    /// <param name="copies">How many run side by side.</param>
    /// <param name="time">How long passes are made.</param>
    public async Task<CostSample> SampleAsync(ExperimentSpec spec, LoadedData data, NodeGrant grant, int copies, TimeSpan time)
    {
        var net = new NetShape(data.Set.Dimension, spec.HiddenSize, data.Set.Classes);
        var saving = await SavingAsync(net).ConfigureAwait(false);
        var units = Math.Min(spec.HiddenSize, MostUnits);
        var samples = Math.Min(spec.BatchSize, Math.Max(1, Math.Min(MostSamples, (int)(MostWork / units))));
        var small = spec with { HiddenSize = units, BatchSize = samples, Kernel = GradientKernel.Incremental };
        if (!_isWarm)
        {
            // The compiler's time is the program's, not the run's.
            _isWarm = true;
            await WarmUpAsync(small with { HiddenSize = Math.Min(units, MostSavedUnits) }, data, grant).ConfigureAwait(false);
        }

        var firstUse = FirstUse(data.Set.Train, grant.Cores);
        var timings = await RehearseAsync(small, data, grant, copies, time).ConfigureAwait(false);
        var pass = Middle(timings.SelectMany(timing => timing.Passes));
        var computing = Math.Min(pass, Middle(timings.SelectMany(timing => timing.Computing)));
        var sample = new CostSample
        {
            BatchSize = samples,
            HiddenSize = units,
            IsNaive = false,
            Cores = grant.Cores,
            Overhead = pass - computing,
            Compute = computing,
            Forward = Middle(timings.SelectMany(timing => timing.Evaluations)),
            FirstUse = firstUse,
            Opening = timings.Average(timing => timing.Opening),
            Saving = 0,
            Starting = copies == 1 ? MethodsOfARun * JitInfo.GetCompilationTime().TotalSeconds / JitInfo.GetCompiledMethodCount()
            : 0,
        }.For(spec.BatchSize, spec.HiddenSize) with
        { Saving = saving };
        return spec.Kernel == GradientKernel.Naive
            ? sample with { IsNaive = true, Compute = BookCost.SecondsAPass(net, spec.BatchSize) / grant.Cores }
            : sample;
    }

    private async Task WarmUpAsync(ExperimentSpec spec, LoadedData data, NodeGrant grant)
    {
        var settings = new CoordinatorSettings
        {
            Id = $"rehearsal-{Interlocked.Increment(ref _number)}",
            Spec = spec with { Iterations = int.MaxValue, EvaluateEvery = BetweenEvaluations, StopWhenFlat = null },
            Note = null,
            SubmittedAtUnixMilliseconds = 0,
            Data = data,
            Chunks = chunks,
            Payloads = new InlinePayloads(),
            Run = run,
            Instance = "",
            Build = BuildInformation.Current,
            Time = TimeProvider.System,
        };
        using var inbox = Inbox.Create(system);
        inbox.Watch(system.ActorOf(WarmUp.Props(settings, grant, node, WarmTime, inbox.Receiver)));
        await inbox.ReceiveAsync(Patience).ConfigureAwait(false);
    }

    // Again, until the compiler has little left to do.
    private async Task<Rehearsal.Timings[]> RehearseAsync(ExperimentSpec spec, LoadedData data, NodeGrant grant, int copies,
        TimeSpan time)
    {
        for (var round = 1; ; round++)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            var timings = await Task.WhenAll(Enumerable.Range(0, copies).Select(_ => RehearseAsync(spec, data, grant, time)))
                .ConfigureAwait(false);
            if (round == (copies == 1 ? MostRounds : MostRoundsSideBySide)
                || JitInfo.GetCompiledMethodCount() - compiled < FewMethods)
            {
                return timings;
            }
        }
    }

    private async Task<Rehearsal.Timings> RehearseAsync(ExperimentSpec spec, LoadedData data, NodeGrant grant, TimeSpan time)
    {
        var images = Math.Min(data.Set.Test.Count, Math.Clamp((int)(EvaluationWork / spec.HiddenSize), FewestImages, MostImages));
        var settings = new RehearsalSettings(
            $"rehearsal-{Interlocked.Increment(ref _number)}", spec with { EvaluateEvery = BetweenEvaluations }, grant, images,
                run, time, BetweenEvaluations + 1, Longest);
        using var inbox = Inbox.Create(system);
        inbox.Watch(system.ActorOf(Rehearsal.Props(settings, node, data, inbox.Receiver)));
        return await inbox.ReceiveAsync(Patience).ConfigureAwait(false) as Rehearsal.Timings
            ?? throw new SecantException(Secant.Core.Failure.Work,
            "a trial of the experiment ended early; --log-level error tells why");
    }

    // The mean but for the extremes: the collector's pauses belong to it, a single burst of other work is not to speak for hours.
    private static double Middle(IEnumerable<double> times)
    {
        var sorted = times.Order().ToList();
        var cut = sorted.Count / 20;
        return sorted.Skip(cut).Take(sorted.Count - (2 * cut)).DefaultIfEmpty(0).Average();
    }

    // They are kept, as in a run: what the collector moves them for is part of what they cost.
    private static double FirstUse(ImageSet images, int cores)
    {
        var made = new SparseImage[Math.Min(MadeImages, images.Count)];
        var started = Stopwatch.GetTimestamp();
        Parallel.For(0, made.Length, new ParallelOptions { MaxDegreeOfParallelism = cores },
            image => made[image] = SparseImage.From(images.Image(image)));
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        GC.KeepAlive(made);
        return took / made.Length;
    }

    // A checkpoint is written twice, as the first time is the compiler's, and taken away again.
    private async Task<double> SavingAsync(NetShape shape)
    {
        var part = new NetShape(shape.Inputs, Math.Min(shape.Hidden, MostSavedUnits), shape.Classes);
        var groups = new GroupRange(0, part.Groups);
        var bytes = SliceTrainer.ValuesLength(part, groups);
        var name = $"rehearsal-{Interlocked.Increment(ref _number)}";
        var took = 0.0;
        for (var round = 0; round < 2; round++)
        {
            var started = Stopwatch.GetTimestamp();
            var (saved, _) = await CheckpointWriter.WriteAsync(chunks, name, life: 1, round, part, [(groups, new byte[bytes])])
                .ConfigureAwait(false);
            took = Stopwatch.GetElapsedTime(started).TotalSeconds;
            await chunks.DeleteAsync(saved.Select(chunk => new ChunkKey(name, 1, round, chunk.Index))).ConfigureAwait(false);
        }

        return took * Math.Max(1, (double)SliceTrainer.ValuesLength(shape, new GroupRange(0, shape.Groups)) / bytes);
    }
}
