using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Secant.Core;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;
using static Secant.Actors.Coordination.CoordinatorProtocol;

namespace Secant.Actors.Coordination;

/// <content>What the run wants done, and what workers report.</content>
public sealed partial class Coordinator
{
    private void Do(IReadOnlyList<RunEffect> effects)
    {
        var logits = _messages.LogitsOf(effects);
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case RunEffect.OpenSlice open:
                    OpenSlice(open);
                    break;
                case RunEffect.StopWorker stop:
                    StopWorker(stop.Node);
                    _lab.Tell(new NodeFree(_settings.Id, stop.Node));
                    break;
                case RunEffect.StoreCheckpoint store:
                    Store(store);
                    break;
                case RunEffect.Held held:
                    Suspend(held.Iteration);
                    break;
                case RunEffect.Complete complete:
                    Complete(complete);
                    break;
                case RunEffect.Fail fail:
                    PersistEnd(new ExperimentFailed(fail.Iteration, fail.Reason,
                        Progress() with { Stretch = _stretch.Take(_run!.Spans, isEnd: true) }));
                    break;
                case RunEffect.Note note:
                    Happen(note.Kind, note.Text, note.Node, note.Giver);
                    break;
                default:
                    if (!_messages.Send(effect, logits))
                    {
                        throw NoRule.For(effect);
                    }

                    break;
            }
        }
    }

    private void Receive(string node, WorkerProtocol.IReport report, IActorRef worker)
    {
        var payload = report switch
        {
            WorkerProtocol.Answer answer => answer.Partials.Values,
            WorkerProtocol.Evaluated evaluated => evaluated.Partials.Values,
            WorkerProtocol.SliceCopied copied => copied.Values,
            _ => null,
        };
        if (payload is null || payload.Blob is null)
        {
            Take(node, report, payload?.Bytes ?? []);
            return;
        }

        _settings.Payloads.ReadAsync(payload, worker).PipeTo(
            Self,
            success: bytes => new Fetched(worker, report, bytes),
            failure: cause => new NotFetched(worker, cause.Message));
    }

    private void Take(string node, WorkerProtocol.IReport report, byte[] bytes)
    {
        var began = Stopwatch.GetTimestamp();
        var passes = _run!.Iteration;
        switch (report)
        {
            case WorkerProtocol.Answer answer:
                Do(_run.Answered(
                    Now, node, answer.Iteration, [.. (answer.Ranges ?? []).Select(range => range.ToRange())],
                        answer.Partials.ToPartials(bytes), answer.ComputeSeconds, answer.Opening));
                break;
            case WorkerProtocol.Evaluated evaluated:
                Do(_run.Evaluated(Now, node, evaluated.Iteration, evaluated.Test, evaluated.First,
                    evaluated.Partials.ToPartials(bytes)));
                break;
            case WorkerProtocol.SliceCopied copied:
                Do(_run.SliceCopied(copied.Iteration, copied.Range.ToRange(), bytes));
                break;
            case WorkerProtocol.Diverged diverged:
                Do(_run.Diverged(diverged.Iteration));
                break;
            case WorkerProtocol.GaveUp gaveUp:
                LoseWorker(node, gaveUp.Reason, gaveUp.MayPass);
                break;
            default:
                throw NoRule.For(report);
        }

        _run.Spans.Coordinated(Stopwatch.GetElapsedTime(began));
        if (_run.Iteration != passes)
        {
            Telemetry.PassDuration.Record(_run.Spans.LastPassSeconds,
                new KeyValuePair<string, object?>(Telemetry.Experiment, _settings.Id));
        }
    }

    // The values follow when they are read, which may take longer than passes.
    private void OpenSlice(RunEffect.OpenSlice open)
    {
        var checkpoint = _lives.Checkpoints.LastOrDefault(checkpoint => checkpoint.Iteration == open.Base);
        _messages.OpenSlice(open, isFromSeed: checkpoint is null);
        if (checkpoint is not null)
        {
            // Damage ends the coordinator: begun anew, it looks for a checkpoint that can be read.
            Task.Run(() => _chunks.ReadAsync(checkpoint, open.Range)).PipeTo(
                Self, success: values => new ValuesRead(open, values));
        }
    }

    // Everything is saved and synced before the event that says so; progress is that of the copied iteration.
    private void Store(RunEffect.StoreCheckpoint store)
    {
        var progress = Progress() with { Loss = store.Loss, Curve = [.. store.Curve.Skip(_lives.Curve.Count)] };
        var life = _lives.Life;
        _stretch.BeginStoring();
        Task.Run(() => _chunks.WriteAsync(life, store.Iteration, store.Parts)).PipeTo(
            Self,
            success: saved => new CheckpointStored(store.Iteration, saved.Chunks, saved.Fingerprint, progress));
    }

    private void Commit(CheckpointStored stored)
    {
        var ended = _stretch.Describe(stored.Iteration, stored.Chunks, _run!.CheckpointInterval);
        var progress = stored.Progress with { Stretch = _stretch.Take(_run.Spans, isEnd: false, ended) };
        Persist(new CheckpointCommitted(stored.Iteration, stored.Chunks, stored.Fingerprint, progress, _lives.Life), committed =>
        {
            _lives.Apply(committed);
            Do(_run.CheckpointCommitted(Now, committed.Iteration));
            NoteCheckpoint(committed);
            KeepLast(Retention.Kept);
        });
    }

    private void NoteCheckpoint(CheckpointCommitted committed)
    {
        var stored = _stretch.EndStoring(committed.Iteration, committed.Chunks, _run!.CheckpointInterval);
        Telemetry.CheckpointDuration.Record(stored.StoreSeconds,
            new KeyValuePair<string, object?>(Telemetry.Experiment, _settings.Id));
        using (var trace = Telemetry.Begin("checkpoint", _trace, _clock.DateOf(_stretch.StoreBegun)))
        {
            trace?.SetTag("secant.iteration", committed.Iteration).SetTag("secant.checkpoint.size", stored.Bytes);
        }

        Happen(HappeningKinds.Checkpoint, string.Create(CultureInfo.InvariantCulture,
            $"checkpoint at iteration {committed.Iteration}, stored in {stored.StoreSeconds:F2} s"));
    }

    // The lab logs it.
    private void Happen(string kind, string text, string? node = null, string? giver = null)
    {
        _lab.Tell(new Noted(_settings.Id, kind, text, node, giver));
        _stretch.Add(kind, text, node, giver);
    }

    private void KeepLast(int count)
    {
        foreach (var old in _lives.KeepLast(count))
        {
            _chunks.DeleteAsync(old).ContinueWith(
                deletion => _log.Warning("experiment {0}: checkpoint {1} stays in the store: {2}", _settings.Id, old.Iteration,
                    deletion.Exception!.GetBaseException().Message),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
    }

    private void Suspend(int iteration) => Persist(new LifeSuspended(iteration), suspended =>
    {
        _lives.Apply(suspended);
        _isHeld = true;
        _lab.Tell(new Held(_settings.Id));
    });

    private void Complete(RunEffect.Complete complete)
    {
        var result = _lives.Checkpoints[^1];
        PersistEnd(new ExperimentCompleted(result.Iteration, result.Fingerprint, complete.TrainAccuracy, complete.TestAccuracy,
            Progress() with { Stretch = _stretch.Take(_run!.Spans, isEnd: true) }));
    }

    private void PersistEnd<T>(T end)
        where T : IExperimentEvent =>
        Persist(end, ended =>
        {
            _lives.Apply(ended);
            _trace?.SetTag("secant.state", State()).Dispose();
            KeepLast(1);
            Timers.CancelAll();
            _lab.Tell(new Ended(Document()));
            BecomeEnded();
        });

    private ProgressRecord Progress() => new(
        _run!.Loss,
        [.. _run.Curve],
        (_lives.Base?.Progress.ElapsedSeconds ?? 0) + (Now - _lifeStarted).TotalSeconds,
        _run.PassMilliseconds ?? _lives.Base?.Progress.PassMilliseconds,
        _lives.Recoveries + _run.Recoveries,
        _run.Nodes);

    private ExperimentDocument Document()
    {
        var isRunning = State() == ExperimentStates.Running && _run is not null;
        var spans = isRunning ? _run!.Spans.Summary(Now, _clock.ToDate) : null;
        return RunDocument.Of(_settings, _lives, _run, _run is null ? null : Progress(), State()) with
        {
            Placement = _placement,
            SecondsLeft = spans is null ? null : (_settings.Spec.Iterations - _run!.Iteration) * spans.SecondsAPass,
            Spans = spans,
            Checkpoint = isRunning ? _stretch.Stored : null,
            Damage = _damage,
        };
    }

    private string State() =>
        _lives.Failed is not null ? ExperimentStates.Failed
        : _lives.Completed is not null ? ExperimentStates.Completed
        : _isHeld && _isPause ? ExperimentStates.Paused
        : _isHeld ? ExperimentStates.Interrupted
        : _links.Count == 0 ? ExperimentStates.Queued
        : ExperimentStates.Running;
}
