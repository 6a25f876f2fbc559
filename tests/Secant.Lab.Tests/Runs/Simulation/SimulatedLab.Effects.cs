using Secant.Core.Networks;
using Secant.Lab.Runs;

namespace Secant.Lab.Tests.Runs.Simulation;

/// <content>What the run wants done.</content>
internal sealed partial class SimulatedLab
{
    private NetShape Shape => new(scenario.Data.Dimension, scenario.Spec.HiddenSize, scenario.Data.Classes);

    private void Do(IReadOnlyList<RunEffect> effects)
    {
        CheckPasses(effects);
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case RunEffect.StartWorker start:
                    var node = Known(start.Node);
                    var life = Life;
                    Note($"start {start.Node}");
                    node.Down.Send(() => node.Take(() => node.StartWorker(life)));
                    break;
                case RunEffect.ResizeWorker resize:
                    Note($"resize {resize.Node} to {resize.Cores}");
                    break;
                case RunEffect.OpenSlice open:
                    Note($"open {open.Node} #{open.Number} {open.Range} from {open.Base}");
                    Open(open);
                    break;
                case RunEffect.Replay replay:
                    Fetch(replay.Node, replay.Number, opening => opening.TakesReplay(), opening =>
                    {
                        foreach (var (i, logits) in replay.Logits.Index())
                        {
                            opening.Add(replay.From + i, logits);
                        }
                    });
                    break;
                case RunEffect.Pass pass:
                    Note($"pass {pass.Iteration} {pass.Node} {string.Join("", pass.Owned)} #{string.Join(" #", pass.Openings)}");
                    Send(pass.Node, holder => holder.Pass(pass.Iteration, pass.Owned, pass.Openings, pass.Logits));
                    break;
                case RunEffect.Evaluate evaluate:
                    Note($"evaluate {evaluate.Node} {evaluate.Iteration} {evaluate.First}");
                    Send(evaluate.Node, holder =>
                        holder.Evaluate(evaluate.Iteration, evaluate.Test, evaluate.First, evaluate.Count));
                    break;
                case RunEffect.CopySlices copy:
                    Note($"copy {copy.Node} {copy.Iteration} {string.Join("", copy.Owned)}");
                    Send(copy.Node, holder => holder.Copy(copy.Iteration, copy.Owned));
                    break;
                case RunEffect.Forget forget:
                    Note($"forget {forget.Node}");
                    Send(forget.Node, holder => holder.Forget(forget.UpTo));
                    break;
                case RunEffect.StopWorker stop:
                    Stop(stop);
                    break;
                case RunEffect.StoreCheckpoint store:
                    Save(store);
                    break;
                case RunEffect.Held held:
                    Note($"held {held.Iteration}");
                    CheckHeld(held);
                    Persist(_ => { }, () => { });
                    break;
                case RunEffect.Complete complete:
                    Note("complete");
                    Complete(complete);
                    break;
                case RunEffect.Fail fail:
                    Note($"fail {fail.Iteration}");
                    Fail(fail);
                    break;
                case RunEffect.Note note:
                    Note(note.Text);
                    break;
                default:
                    throw new SimulationException($"the run wants {effect}");
            }
        }
    }

    private SimulatedNode Known(string node) => _known.TryGetValue(node, out var known)
        ? known
        : throw new SimulationException($"an effect for {node}, which the run must not know");

    private void Send(string key, Action<SliceHolder> command) => Send(key, holder =>
    {
        command(holder);
        return null;
    });

    private void Send(string key, Func<SliceHolder, HolderJob?> command)
    {
        var node = Known(key);
        var worker = _workers.GetValueOrDefault(key);
        node.Down.Send(() => node.Take(() => worker?.Take(command)), mayVanish: true);
    }

    private void Fetch(string key, int number, Func<Opening, bool> takes, Action<Opening> use)
    {
        var node = Known(key);
        var worker = _workers.GetValueOrDefault(key);
        var fetching = chance.Happens(0.3) ? chance.Milliseconds(1, 300) : TimeSpan.Zero;
        node.Down.Send(() => node.Take(() => worker?.Fetch(number, fetching, takes, use)), mayVanish: true);
    }

    private void Open(RunEffect.OpenSlice open)
    {
        var checkpoint = Store.Committed.LastOrDefault(checkpoint => checkpoint.Iteration == open.Base);
        if (checkpoint is null && open.Base > 0)
        {
            throw new SimulationException($"{open.Range} is to be opened from a checkpoint at {open.Base}, which is not there");
        }

        var values = checkpoint?.Read(Shape, open.Range);
        Send(open.Node, holder => holder.Open(open.Number, open.Range, open.Base, values is null));
        if (values is not null)
        {
            // Read from the store first, while other commands leave.
            var start = _start;
            clock.After(chance.Milliseconds(1, 200), () =>
            {
                if (start == _start && checkpoint!.IsDamaged)
                {
                    StoreFails();
                }
                else if (start == _start && _known.ContainsKey(open.Node))
                {
                    Fetch(open.Node, open.Number, opening => opening.TakesValues(), opening => opening.Begin(values));
                }
            });
        }
    }

    private void Stop(RunEffect.StopWorker stop)
    {
        Note($"stop {stop.Node}");
        var node = Known(stop.Node);
        var life = Life;
        _known.Remove(stop.Node);
        _workers.Remove(stop.Node);
        var goes = _leaving.Remove(stop.Node) && _registered.Remove(stop.Node);
        node.Down.Send(() => node.Take(() =>
        {
            node.StopWorker(life);
            if (goes)
            {
                node.Crash();
            }
        }));
    }

    private void Save(RunEffect.StoreCheckpoint store)
    {
        Note($"store {store.Iteration}");
        var start = _start;
        clock.After(chance.Milliseconds(Store.UsualMilliseconds, Store.UsualMilliseconds * 10), () =>
        {
            if (start != _start || _run is null)
            {
                return;
            }

            if (Store.IsBroken)
            {
                StoreFails();
                return;
            }

            Enter(run =>
            {
                Persist(
                    persisted =>
                    {
                        Note($"committed {store.Iteration}");
                        Do(persisted.CheckpointCommitted(clock.Now, store.Iteration));
                        CheckIteration();
                    },
                    () => Store.Commit(store));
                return [];
            });
        });
    }

    // A run fails where one thread's does, and nowhere else.
    private void Fail(RunEffect.Fail fail)
    {
        if (fail.Iteration != scenario.Reference.Diverges || !fail.Reason.Contains("not finite", StringComparison.Ordinal))
        {
            throw new SimulationException($"{fail}, expected one at {scenario.Reference.Diverges}");
        }

        Persist(_ => EndLife(), () => Store.HasEnded = true);
    }

    private void Complete(RunEffect.Complete complete)
    {
        if (scenario.Reference.Diverges is { } iteration)
        {
            throw new SimulationException($"the run is complete although it diverges at {iteration}");
        }

        var last = Store.Committed[^1];
        Store.CheckProgress(last.Iteration, last.Loss, _run!.Curve);
        if (last.Iteration != scenario.Reference.Last
            || complete.TrainAccuracy != scenario.Reference.TrainAccuracy
            || complete.TestAccuracy != scenario.Reference.Curve[^1].TestAccuracy)
        {
            throw new SimulationException(
                $"{complete} at checkpoint {last.Iteration}, expected train accuracy {scenario.Reference.TrainAccuracy}");
        }

        Persist(_ => EndLife(), () => Store.HasEnded = true);
    }

    // A pause stands only on a checkpoint, and without nodes on the last one.
    private void CheckHeld(RunEffect.Held held)
    {
        var last = Store.Committed is [.., var checkpoint] ? checkpoint.Iteration : 0;
        if (held.Iteration != last || (held.Iteration != _run!.Iteration && _known.Count > 0))
        {
            throw new SimulationException(
                $"held at {held.Iteration}, the last checkpoint is {last}, the run at {_run!.Iteration}");
        }
    }

    // Every group is in exactly one node's hands in a pass. What is asked for again is what was asked for.
    private void CheckPasses(IReadOnlyList<RunEffect> effects)
    {
        foreach (var pass in effects.OfType<RunEffect.Pass>().GroupBy(pass => pass.Iteration))
        {
            var asked = pass.Select(one => $"{one.Node} {string.Concat(one.Owned)}").ToList();
            if (pass.Key == _passSent && _passAsked.IsSupersetOf(asked))
            {
                continue;
            }

            var owned = pass.SelectMany(one => one.Owned).OrderBy(range => range.First).ToList();
            var next = 0;
            foreach (var range in owned)
            {
                next = range.First == next ? range.End : int.MaxValue;
            }

            if (next != Shape.Groups)
            {
                throw new SimulationException($"pass {pass.Key} is made with {string.Join(", ", owned)}");
            }

            if (pass.Key != _passSent + 1)
            {
                throw new SimulationException($"pass {pass.Key} comes after {_passSent}");
            }

            _passSent = pass.Key;
            _passAsked = [.. asked];
        }
    }
}
