using System.Runtime.CompilerServices;
using Secant.Actors.Hosting;
using Secant.Core;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Sweeps;
using Secant.Lab.Contracts;

namespace Secant.Cli.Sweeps;

/// <summary>
/// Runs a plan on a lab: what the store holds completed is taken as it is, what it holds unfinished goes on, the rest is
/// submitted.
/// </summary>
internal sealed class SweepTracker
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ILab _lab;
    private readonly SweepPlan _plan;
    private readonly string? _note;
    private readonly int? _nodes;
    private readonly List<SweepRun> _runs;

    /// <param name="lab">Where they run.</param>
    /// <param name="plan">What is to be run.</param>
    /// <param name="known">What the lab's store holds.</param>
    /// <param name="note">What is written about the new ones.</param>
    /// <param name="nodes">How many nodes each is to use; null leaves it to the planner.</param>
    public SweepTracker(ILab lab, SweepPlan plan, IReadOnlyList<ExperimentDocument> known, string? note, int? nodes)
    {
        _lab = lab;
        _plan = plan;
        _note = note;
        _nodes = nodes;
        _runs = Match(plan, known);
    }

    /// <summary>How long a run is expected to take; null where nobody asks.</summary>
    public Func<ExperimentSpec, ForecastRecord?>? Forecast { get; init; }

    /// <summary>Whether the lab gets over trouble with its store by itself, so that it is followed through it; else the first
    /// failure ends the following.</summary>
    public bool OutlastsStore { get; init; }

    /// <summary>Every run of a plan, with what a store holds of it.</summary>
    public static List<SweepRun> Match(SweepPlan plan, IReadOnlyList<ExperimentDocument> known)
    {
        // By the seed first, so that a large store is not searched for each run.
        var bySeed = known.Where(document => document.State is not (ExperimentStates.Failed or ExperimentStates.Cancelled))
            .OrderBy(document => document.State != ExperimentStates.Completed)
            .ToLookup(document => document.Spec.Seed);
        return [.. plan.Runs.Select(run => Match(run.Row.Number, run.Spec, bySeed))];
    }

    /// <summary>Every run, in the plan's order.</summary>
    public IReadOnlyList<SweepRun> Runs => _runs;

    /// <summary>Submits what is new and files all under the sweep's name.</summary>
    /// <param name="data">The data sets that were read here, by name.</param>
    /// <param name="filed">What the store holds under the sweep's name.</param>
    /// <param name="takeUp">Takes up an unfinished experiment.</param>
    /// <param name="cancellation">Ends it between two runs.</param>
    public async Task StartAsync(
        IReadOnlyDictionary<string, DataSet> data, IReadOnlyList<ExperimentDocument> filed, Func<string, Task> takeUp,
        CancellationToken cancellation)
    {
        foreach (var run in _runs.Where(run => run.Document is not null && !run.IsOver))
        {
            await takeUp(run.Document!.Id).ConfigureAwait(false);
        }

        for (var i = 0; i < _runs.Count; i++)
        {
            var run = _runs[i];
            var filing = _plan.Name is { } name ? new FilingRecord(name, run.Row) : null;
            if (run.Document is null)
            {
                var submission = new Submission(run.Spec, data.GetValueOrDefault(run.Spec.Data), _note, _nodes, filing,
                    Forecast?.Invoke(run.Spec));
                var id = await _lab.SubmitAsync(submission, cancellation).ConfigureAwait(false);
                _runs[i] = run with { Document = await _lab.DocumentAsync(id, cancellation).ConfigureAwait(false) };
            }
            else if (filing is not null && !run.Document.Sweeps.Contains(filing))
            {
                await _lab.FileAsync(run.Document.Id, filing, cancellation).ConfigureAwait(false);
            }
        }

        await TakeOutAsync(filed, cancellation).ConfigureAwait(false);
    }

    /// <summary>The runs about ten times a second, and once more when all are over.</summary>
    public async IAsyncEnumerable<IReadOnlyList<SweepRun>> FollowAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            await AskAsync(cancellation).ConfigureAwait(false);
            yield return [.. _runs];
            if (_runs.TrueForAll(run => run.IsOver))
            {
                yield break;
            }

            await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static SweepRun Match(int row, ExperimentSpec spec, ILookup<ulong, ExperimentDocument> known)
    {
        var wanted = SpecRecord.From(spec);
        var document = known[spec.Seed].FirstOrDefault(document => RunKey.IsSame(wanted, document.Spec));
        return new SweepRun(row, spec, document, document?.State == ExperimentStates.Completed, document?.Iteration ?? 0);
    }

    // A row that the file no longer has.
    private async Task TakeOutAsync(IReadOnlyList<ExperimentDocument> filed, CancellationToken cancellation)
    {
        var ids = _runs.Select(run => run.Document!.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var document in filed.Where(document => !ids.Contains(document.Id)))
        {
            await _lab.FileAsync(document.Id, new FilingRecord(_plan.Name!, 0), cancellation).ConfigureAwait(false);
        }
    }

    // The queue is in the plan's order: behind a few that wait, all wait.
    private async Task AskAsync(CancellationToken cancellation)
    {
        const int enough = 8;
        var waiting = 0;
        for (var i = 0; i < _runs.Count && waiting < enough; i++)
        {
            if (!_runs[i].IsOver)
            {
                var document = await AskAsync(_runs[i].Document!, cancellation).ConfigureAwait(false);
                _runs[i] = _runs[i] with { Document = document };
                waiting += document.State == ExperimentStates.Queued ? 1 : 0;
            }
        }
    }

    private async Task<ExperimentDocument> AskAsync(ExperimentDocument last, CancellationToken cancellation)
    {
        try
        {
            return await _lab.DocumentAsync(last.Id, cancellation).ConfigureAwait(false);
        }
        catch (SecantException e) when (OutlastsStore && e.Failure == Failure.Store)
        {
            return last;
        }
    }
}
