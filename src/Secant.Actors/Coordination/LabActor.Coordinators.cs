using Akka.Actor;
using Secant.Core;
using Secant.Lab.Contracts;
using static Secant.Actors.Coordination.CoordinatorProtocol;

namespace Secant.Actors.Coordination;

/// <content>Coordinators: begun when there are cores, begun again when the store had failed, ended when the experiment
/// has.</content>
public sealed partial class LabActor
{
    private void CommandCoordinators()
    {
        Command<DataReady>(ready => _running.ContainsKey(ready.Id), ready =>
        {
            var running = _running[ready.Id];
            var entry = _state.Find(ready.Id)!;

            // It counts as starting while the lab decides, or the decision would start it a second time.
            Decide();
            running.IsStarting = false;
            if (!entry.IsDue || _leases.Find(ready.Id) is not { Grants.Count: > 0 } || running.Coordinator is not null)
            {
                return;
            }

            running.Coordinator = Context.Watch(Context.ActorOf(
                Coordinator.Props(
                    new CoordinatorSettings
                    {
                        Id = entry.Id,
                        Spec = entry.Submitted.Spec.ToSpec(),
                        Note = string.IsNullOrEmpty(entry.Submitted.Note) ? null : entry.Submitted.Note,
                        SubmittedAtUnixMilliseconds = entry.Submitted.SubmittedAtUnixMilliseconds,
                        Forecast = entry.Submitted.Forecast,
                        Data = ready.Data,
                        Chunks = _settings.Chunks,
                        Payloads = _settings.Payloads,
                        Run = _settings.Run,
                        Instance = _settings.Instance,
                        Build = _settings.Build,
                        Time = _settings.Time,
                    },
                    Self)));
            running.Coordinator.Tell(GrantOf(ready.Id));
        });
        Command<DataMissing>(missing => _running.ContainsKey(missing.Id), missing =>
        {
            var running = _running[missing.Id];
            running.IsStarting = false;
            running.StoreError = missing.Reason;
            running.LastDocument = DocumentOf(missing.Id)! with { State = ExperimentStates.Paused, Reason = missing.Reason };
            Note(HappeningKinds.Failed, $"experiment {missing.Id} cannot start: {missing.Reason}", experiment: missing.Id);
            Rest(missing.Id, running);
        });
        Command<Ended>(ended =>
        {
            var failed = ended.Document.State == ExperimentStates.Failed;
            Persist(new ExperimentEnded(ended.Document.Id, failed), persisted =>
            {
                _state = _state.Apply(persisted);
                Note(
                    persisted.Failed ? HappeningKinds.Failed : HappeningKinds.Finished,
                    $"experiment {persisted.Id} "
                        + $"{ended.Document.State}{(ended.Document.Reason is { } reason ? $": {reason}" : "")}",
                    experiment: persisted.Id);
                End(persisted.Id, ended.Document);
                Replan();
                AnswerStop();
            });
        });
        Command<Begun>(begun =>
        {
            if (_running.TryGetValue(begun.Id, out var running))
            {
                running.StoreError = null;
                running.LastDocument = null;
                var nodes = Counted.Of(_leases.Find(begun.Id)!.Grants.Count, "node");
                Note(HappeningKinds.Started, $"experiment {begun.Id} is taken up on {nodes}", experiment: begun.Id);
            }
        });
        Command<Held>(held =>
        {
            if (_running.TryGetValue(held.Id, out var running))
            {
                running.IsHeld = true;
                AnswerStop();
            }
        });
        Command<StoreFailed>(failed =>
        {
            if (_running.TryGetValue(failed.Document.Id, out var running))
            {
                running.StoreError = failed.Reason;
                running.LastDocument = failed.Document;
                Note(HappeningKinds.Store, $"experiment {failed.Document.Id} is paused: {failed.Reason}",
                    experiment: failed.Document.Id);
            }
        });
        Command<Stuck>(stuck => _running.ContainsKey(stuck.Document.Id) && _state.Find(stuck.Document.Id)!.IsDue, stuck =>
        {
            Persist(new ExperimentPaused(stuck.Document.Id, Now.ToUnixTimeMilliseconds(), stuck.Document.Reason), paused =>
            {
                _state = _state.Apply(paused);
                _running[paused.Id].LastDocument = stuck.Document;
                Note(HappeningKinds.Paused, $"experiment {paused.Id} is paused: {paused.Reason}", experiment: paused.Id);
                Replan();
            });
        });
        Command<Retry>(retry =>
        {
            if (_running.TryGetValue(retry.Id, out var running))
            {
                running.IsResting = false;
                StartIfGranted(_state.Find(retry.Id)!, running);
            }
        });
        Command<NodeFree>(free =>
        {
            if (_leases.Find(free.Id) is { } lease && lease.Grants.All(grant => grant.Node != free.Node))
            {
                lease.Holding.Remove(free.Node);
                if (_nodes.Find(free.Node) is { IsDraining: true, IsLeaving: false } drained && !IsHeld(drained))
                {
                    NoteNode(HappeningKinds.Drained, $"{drained.Key} has handed over all it held", drained.Key);
                }

                ReleaseFree();
            }
        });
        Command<Holdings>(holdings =>
        {
            if (_state.Find(holdings.Id) is { } entry)
            {
                _leases.Measured(Now, entry, holdings.UnitsByNode, holdings.SpeedPerCore, holdings.SplitSeconds);
            }
        });
        Command<Remembered>(remembered =>
        {
            // As they ended before this lab began; who ended since is newer.
            var ended = remembered.Documents.Where(document => ExperimentStates.IsEnd(document.State)
                && !_ended.ContainsKey(document.Id)).TakeLast(MostEnded - _ended.Count);
            foreach (var (at, document) in ended.Index())
            {
                _ended.Insert(at, document.Id, document);
            }
        });
        Command<Recalled>(recalled => recalled.Document is not null && _ended.ContainsKey(recalled.Id),
            recalled => _ended[recalled.Id] = recalled.Document!);
        Command<Noted>(noted => Note(noted.Kind, noted.Text, noted.Node, noted.Id, noted.Giver));
    }

    // Its data set or its store failed, or it threw: it is begun again, ever later. Not before its coordinator has ended, as two
    // would write under one name.
    private void Rest(string id, Running running)
    {
        running.Coordinator = null;
        _leases.Find(id)?.Holding.Clear();
        ReleaseFree();
        if (running.StoreError is null && !_state.Find(id)!.IsPaused)
        {
            running.StoreError = $"the coordinator of experiment {id} ended unexpectedly and is begun again; --log-level error "
                + "tells why";
            running.LastDocument = DocumentOf(id)! with { State = ExperimentStates.Paused, Reason = running.StoreError };
            Note(HappeningKinds.Failed, running.StoreError, experiment: id);
        }

        var pause = running.BackOff.Next(Now - running.LastFailure);
        running.LastFailure = Now;
        running.IsResting = true;
        Timers.StartSingleTimer($"retry-{id}", new Retry(id), pause);
        AnswerStop();
    }

    // Its coordinator has not said how far it was, but the store knows.
    private void EndCancelled(string id)
    {
        _running.GetValueOrDefault(id)?.Coordinator?.Tell(new Cancelled());
        End(id, DocumentOf(id)! with { State = ExperimentStates.Cancelled });
        _settings.Library.DocumentAsync(id).PipeTo(
            Self,
            success: document => new Recalled(id, document),
            failure: _ => new Recalled(id, null));
    }

    private void End(string id, ExperimentDocument document)
    {
        if (_running.Remove(id, out var running) && running.Coordinator is not null)
        {
            // After what it was told before.
            Context.Unwatch(running.Coordinator);
            running.Coordinator.Tell(PoisonPill.Instance);
        }

        _leases.Remove(id);
        _ended[id] = document;
        if (_ended.Count > MostEnded)
        {
            // The store has it, too.
            _ended.RemoveAt(0);
        }

        ReleaseFree();
    }

    private sealed record Retry(string Id);

    private sealed record Remembered(IReadOnlyList<ExperimentDocument> Documents);

    private sealed record Recalled(string Id, ExperimentDocument? Document);
}
