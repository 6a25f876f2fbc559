using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Secant.Actors.Checkpoints;
using Secant.Core;
using Secant.Core.Slicing;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;
using static Secant.Actors.Coordination.CoordinatorProtocol;

namespace Secant.Actors.Coordination;

/// <content>What the run wants done, and what workers report.</content>
public sealed partial class Coordinator
{
    private void Do(IReadOnlyList<RunEffect> effects)
    {
        Payload? logits = null;
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case RunEffect.StartWorker start:
                    _links.GetValueOrDefault(start.Node)?.Node.Tell(
                        new NodeProtocol.StartWorker(_attempt, SpecRecord.From(_settings.Spec), start.Cores));
                    break;
                case RunEffect.ResizeWorker resize:
                    _links.GetValueOrDefault(resize.Node)?.Node.Tell(new NodeProtocol.ResizeWorker(_attempt, resize.Cores));
                    break;
                case RunEffect.OpenSlice open:
                    OpenSlice(open);
                    break;
                case RunEffect.Replay replay:
                    SendReplay(replay);
                    break;
                case RunEffect.Pass pass:
                    logits ??= _settings.Payloads.Offer(Doubles.ToBytes(pass.Logits),
                        effects.Count(other => other is RunEffect.Pass));
                    Send(pass.Node, new WorkerProtocol.Pass(
                        _attempt, pass.Iteration, [.. pass.Owned.Select(WireRange.From)], [.. pass.Openings], logits));
                    break;
                case RunEffect.Evaluate evaluate:
                    Send(evaluate.Node, new WorkerProtocol.Evaluate(_attempt, evaluate.Iteration, evaluate.Test, evaluate.First,
                        evaluate.Count));
                    break;
                case RunEffect.CopySlices copy:
                    Send(copy.Node, new WorkerProtocol.CopySlices(_attempt, copy.Iteration,
                        [.. copy.Owned.Select(WireRange.From)]));
                    break;
                case RunEffect.Forget forget:
                    Send(forget.Node, new WorkerProtocol.Forget(_attempt, forget.UpTo));
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
                        Progress() with { Stretch = TakeStretch(isEnd: true) }));
                    break;
                case RunEffect.Note note:
                    Happen(note.Kind, note.Text, note.Node, note.Giver);
                    break;
                default:
                    throw NoRule.For(effect);
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

    private void Send(string node, WorkerProtocol.ICommand command)
    {
        if (_links.TryGetValue(node, out var link))
        {
            link.Worker?.Tell(command);
        }
    }

    private void SendReplay(RunEffect.Replay replay)
    {
        var from = replay.From;
        var each = (long)replay.Logits[0].Length * sizeof(double);
        foreach (var logits in replay.Logits.Chunk((int)Math.Clamp(_settings.Run.LargestTransfer / each, 1, replay.Logits.Count)))
        {
            Send(replay.Node, new WorkerProtocol.Replay(_attempt, replay.Number, from, logits.Length,
                _settings.Payloads.Offer(Concatenate(logits))));
            from += logits.Length;
        }
    }

    // The values follow when they are read, which may take longer than passes.
    private void OpenSlice(RunEffect.OpenSlice open)
    {
        var checkpoint = _checkpoints.LastOrDefault(checkpoint => checkpoint.Iteration == open.Base);
        Send(open.Node, new WorkerProtocol.OpenSlice(_attempt, open.Number, WireRange.From(open.Range), open.Base,
            checkpoint is null));
        if (checkpoint is not null)
        {
            // Damage ends the coordinator: begun anew, it looks for a checkpoint that can be read.
            Task.Run(() => ReadAsync(checkpoint, open.Range)).PipeTo(Self, success: values => new ValuesRead(open, values));
        }
    }

    // The values of a range, from the chunks that it touches.
    private async Task<byte[]> ReadAsync(CheckpointCommitted checkpoint, GroupRange range)
    {
        var shape = _settings.Shape;
        var values = new byte[SliceTrainer.ValuesLength(shape, range)];
        foreach (var chunk in checkpoint.Chunks)
        {
            var held = new GroupRange(chunk.FirstGroup, chunk.GroupCount);
            if (!held.Overlaps(range))
            {
                continue;
            }

            var bytes = await _settings.Chunks.LoadAsync(checkpoint.KeyOf(_settings.Id, chunk), chunk.Sha256)
                .ConfigureAwait(false);
            var wanted = GroupRange.Between(Math.Max(held.First, range.First), Math.Min(held.End, range.End));
            var from = (int)SliceTrainer.ValuesLength(shape, GroupRange.Between(held.First, wanted.First));
            var to = (int)SliceTrainer.ValuesLength(shape, GroupRange.Between(range.First, wanted.First));
            bytes.AsSpan(from, (int)SliceTrainer.ValuesLength(shape, wanted)).CopyTo(values.AsSpan(to));
        }

        return values;
    }

    // Everything is saved and synced before the event that says so; progress is that of the copied iteration.
    private void Store(RunEffect.StoreCheckpoint store)
    {
        var progress = Progress() with { Loss = store.Loss, Curve = [.. store.Curve.Skip(_curve.Points.Count)] };
        _storeBegun = Now;
        Task.Run(() => CheckpointWriter.WriteAsync(_settings.Chunks, _settings.Id, _attempt.Life, store.Iteration,
            _settings.Shape, store.Parts)).PipeTo(
            Self,
            success: saved => new CheckpointStored(store.Iteration, saved.Chunks, saved.Fingerprint, progress));
    }

    private void Commit(CheckpointStored stored) =>
        Persist(new CheckpointCommitted(
            stored.Iteration,
            stored.Chunks,
            stored.Fingerprint,
            stored.Progress with { Stretch = TakeStretch(isEnd: false, Describe(stored.Iteration, stored.Chunks)) },
            _attempt.Life), committed =>
        {
            Apply(committed);
            Do(_run!.CheckpointCommitted(Now, committed.Iteration));
            NoteCheckpoint(committed);
            KeepLast(Retention.Kept);
        });

    private void NoteCheckpoint(CheckpointCommitted committed)
    {
        _stored = Describe(committed.Iteration, committed.Chunks);
        Telemetry.CheckpointDuration.Record(_stored.StoreSeconds,
            new KeyValuePair<string, object?>(Telemetry.Experiment, _settings.Id));
        using (var trace = Telemetry.Begin("checkpoint", _trace, _clock.DateOf(_storeBegun)))
        {
            trace?.SetTag("secant.iteration", committed.Iteration).SetTag("secant.checkpoint.size", _stored.Bytes);
        }

        Happen(HappeningKinds.Checkpoint, string.Create(CultureInfo.InvariantCulture,
            $"checkpoint at iteration {committed.Iteration}, stored in {_stored.StoreSeconds:F2} s"));
    }

    // As the store has taken it until now.
    private CheckpointDocument Describe(int iteration, ChunkRecord[] chunks) => new(
        iteration,
        _clock.Date.ToUnixTimeMilliseconds(),
        chunks.Sum(chunk => (long)chunk.Length),
        (Now - _storeBegun).TotalSeconds,
        _run!.CheckpointInterval.TotalSeconds);

    // The lab logs it.
    private void Happen(string kind, string text, string? node = null, string? giver = null)
    {
        _lab.Tell(new Noted(_settings.Id, kind, text, node, giver));
        Keep(kind, text, node, giver);
    }

    // For the next stretch, so many and no more.
    private void Keep(string kind, string text, string? node, string? giver = null)
    {
        if (_happened.Count < MostHappenings)
        {
            _happened.Add(new HappeningDocument(_happened.Count + 1, _clock.Date.ToUnixTimeMilliseconds(), kind, text, node,
                _settings.Id)
            { Giver = giver });
        }
    }

    private StretchRecord? TakeStretch(bool isEnd, CheckpointDocument? checkpoint = null)
    {
        if (_run is null)
        {
            return null;
        }

        var (from, to, spans) = _run.Spans.TakeStretch(Now, isEnd, _clock.ToDate);
        var happened = _happened.ToArray();
        _happened.Clear();
        return new StretchRecord(from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), spans, happened,
            checkpoint ?? _stored);
    }

    private void KeepLast(int count)
    {
        while (_checkpoints.Count > count)
        {
            var old = _checkpoints[0];
            _checkpoints.RemoveAt(0);
            _settings.Chunks.DeleteAsync(old.Keys(_settings.Id)).ContinueWith(
                deletion => _log.Warning("experiment {0}: checkpoint {1} stays in the store: {2}", _settings.Id, old.Iteration,
                    deletion.Exception!.GetBaseException().Message),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
    }

    private void Suspend(int iteration) => Persist(new LifeSuspended(iteration), suspended =>
    {
        Apply(suspended);
        _isHeld = true;
        _lab.Tell(new Held(_settings.Id));
    });

    private void Complete(RunEffect.Complete complete)
    {
        var result = _checkpoints[^1];
        PersistEnd(new ExperimentCompleted(result.Iteration, result.Fingerprint, complete.TrainAccuracy, complete.TestAccuracy,
            Progress() with { Stretch = TakeStretch(isEnd: true) }));
    }

    private void PersistEnd<T>(T end)
        where T : IExperimentEvent =>
        Persist(end, ended =>
        {
            Apply(ended);
            _trace?.SetTag("secant.state", State()).Dispose();
            KeepLast(1);
            Timers.CancelAll();
            _lab.Tell(new Ended(Document()));
            BecomeEnded();
        });

    private ProgressRecord Progress() => new(
        _run!.Loss,
        [.. _run.Curve],
        (_before?.ElapsedSeconds ?? 0) + (Now - _lifeStarted).TotalSeconds,
        _run.PassMilliseconds ?? _before?.PassMilliseconds,
        _slicesRecovered + _run.Recoveries + _crashes,
        _run.Nodes);

    private ExperimentDocument Document()
    {
        var isRunning = State() == ExperimentStates.Running && _run is not null;
        var spans = isRunning ? _run!.Spans.Summary(Now, _clock.ToDate) : null;

        // Before its life begins it is where its last checkpoint is.
        var last = _checkpoints is [.., var newest] ? newest : null;
        var progress = _completed?.Progress ?? _failed?.Progress ?? (_run is null ? last?.Progress : Progress());
        var curve = (_completed?.Progress ?? _failed?.Progress)?.Curve ?? _run?.Curve ?? _curve.Points;
        return new ExperimentDocument
        {
            Id = _settings.Id,
            State = State(),
            Spec = SpecRecord.From(_settings.Spec),
            Iteration = _completed?.Iteration ?? _failed?.Iteration ?? _run?.Iteration ?? last?.Iteration ?? 0,
            Loss = Finite.OrNull(progress?.Loss),
            TrainAccuracy = _completed?.TrainAccuracy,
            TestAccuracy = _completed?.TestAccuracy ?? (curve is [.., var point] ? point.TestAccuracy : null),
            Curve = curve,
            ElapsedSeconds = progress?.ElapsedSeconds,
            PassMilliseconds = progress?.PassMilliseconds,
            Fingerprint = _completed?.Fingerprint ?? last?.Fingerprint,
            Recoveries = progress?.Recoveries ?? 0,
            Nodes = progress?.Nodes,
            Build = _firstBuild ?? _settings.Build,
            Reason = _failed?.Reason,
            SubmittedAtUnixMilliseconds = _settings.SubmittedAtUnixMilliseconds,
            Note = _settings.Note,
            Forecast = _settings.Forecast,
            Placement = _placement,
            SecondsLeft = spans is null ? null : (_settings.Spec.Iterations - _run!.Iteration) * spans.SecondsAPass,
            Spans = spans,
            Checkpoint = isRunning ? _stored : null,
            Damage = _damage,
        };
    }

    private string State() =>
        _failed is not null ? ExperimentStates.Failed
        : _completed is not null ? ExperimentStates.Completed
        : _isHeld && _isPause ? ExperimentStates.Paused
        : _isHeld ? ExperimentStates.Interrupted
        : _links.Count == 0 ? ExperimentStates.Queued
        : ExperimentStates.Running;

    private static byte[] Concatenate(IReadOnlyList<double[]> logits)
    {
        var all = new double[logits.Sum(one => one.Length)];
        var at = 0;
        foreach (var one in logits)
        {
            one.CopyTo(all, at);
            at += one.Length;
        }

        return Doubles.ToBytes(all);
    }
}
