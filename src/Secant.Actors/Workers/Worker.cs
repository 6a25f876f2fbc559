using System.Diagnostics;
using Akka.Actor;
using Akka.Event;
using Secant.Actors.Journal;
using Secant.Actors.Wire;
using Secant.Core.Experiments;
using Secant.Core.Slicing;
using static Secant.Actors.Workers.WorkerProtocol;

namespace Secant.Actors.Workers;

/// <summary>
/// Computes with one node's slices of one life of an experiment. Commands are carried out in the order in which they came, one job at a
/// time on threads of its own; between them openings are replayed.
/// </summary>
public sealed class Worker : ReceiveActor
{
    private readonly Attempt _attempt;
    private readonly ExperimentSpec _spec;
    private readonly IActorRef _coordinator;
    private readonly IPayloads _payloads;
    private readonly ComputeThreads _threads;
    private readonly SliceTrainer _trainer;
    private readonly InOrder<(ICommand Command, byte[] Bytes)> _commands;
    private readonly SortedDictionary<int, Opening> _openings = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IReadOnlyList<Slice> _owned = [];
    private bool _isBusy;

    public Worker(
        Attempt attempt, SpecRecord spec, string node, ComputeThreads threads, LoadedData data, IPayloads payloads, IActorRef coordinator)
    {
        _attempt = attempt;
        _spec = spec.ToSpec();
        _coordinator = coordinator;
        _payloads = payloads;
        _threads = threads;
        _trainer = new SliceTrainer(_spec, data.Train, data.Test, data.Set.Classes, _threads);
        var self = Self;
        _commands = new InOrder<(ICommand, byte[])>(() => self.Tell(CommandReady.Instance));
        Receive<ICommand>(command => command.Attempt == _attempt, command =>
        {
            _commands.Add(WithBytes(command, Sender));
            Work();
        });
        Receive<CommandReady>(_ => Work());
        Receive<JobDone>(done =>
        {
            _isBusy = false;
            done.Report();
            Work();
        });
        Receive<Status.Failure>(failure => GiveUp(failure.Cause));
        coordinator.Tell(new Ready(attempt, node));
    }

    public static Props Props(
        Attempt attempt, SpecRecord spec, string node, int cores, LoadedData data, IPayloads payloads, IActorRef coordinator) =>
        Akka.Actor.Props.Create(() => new Worker(
            attempt, spec, node, new ComputeThreads(cores, $"secant-{attempt.Experiment}"), data, payloads, coordinator));

    protected override void PostStop() => _threads.Dispose();

    // Commands first; an opening is replayed while there is none.
    private void Work()
    {
        try
        {
            while (!_isBusy && _commands.TryTake(out var next))
            {
                Carry(next.Command, next.Bytes);
            }

            if (!_isBusy && _openings.Values.FirstOrDefault(opening => opening.HasWork) is { } opening)
            {
                Advance(opening);
            }
        }
        catch (Exception e)
        {
            GiveUp(e);
        }
    }

    private void Carry(ICommand command, byte[] bytes)
    {
        switch (command)
        {
            case OpenSlice open:
                _openings[open.Number] = new Opening(open.Range.ToRange(), open.Iteration, open.Values is null ? null : bytes);
                break;
            case Replay replay when _openings.TryGetValue(replay.Number, out var opening):
                var length = bytes.Length / replay.Count;
                for (var i = 0; i < replay.Count; i++)
                {
                    opening.Add(replay.From + i, Doubles.FromBytes(bytes.AsSpan(i * length, length)));
                }

                break;
            case Pass pass:
                Make(pass, Doubles.FromBytes(bytes));
                break;
            case Evaluate evaluate:
                var slices = At(evaluate.Iteration);
                if (slices.Count > 0)
                {
                    Start(
                        () => _trainer.Evaluate(slices, evaluate.Test, evaluate.First, evaluate.Count),
                        partials => Tell(new Evaluated(_attempt, evaluate.Iteration, evaluate.Test, evaluate.First, Sum(partials))));
                }

                break;
            case CopySlices copy:
                Copy(copy);
                break;
            case Forget:
                _owned = [];
                _openings.Clear();
                break;
            default:
                _log.Debug("dropped {0}", command);
                break;
        }
    }

    private void Make(Pass pass, double[] logits)
    {
        var candidates = At(pass.Iteration);
        var wished = (pass.Owned ?? []).Select(range => range.ToRange()).ToList();
        var owned = wished.Count == 0 ? [] : Slice.Regroup(candidates, wished);
        if (owned is null)
        {
            GiveUp(new InvalidOperationException($"pass {pass.Iteration} asks for {string.Join(", ", wished)}, held are {string.Join(", ", candidates.Select(slice => slice.Range))}"));
            return;
        }

        _owned = owned;
        foreach (var number in _openings.Keys.Except(pass.Openings ?? []).ToList())
        {
            _openings.Remove(number);
        }

        foreach (var opening in _openings.Values)
        {
            opening.Add(pass.Iteration, logits);
        }

        if (owned.Count == 0)
        {
            return;
        }

        Start(
            () =>
            {
                var started = Stopwatch.GetTimestamp();
                var result = _trainer.Pass(owned, logits);
                return (Result: result, Elapsed: Stopwatch.GetElapsedTime(started));
            },
            done =>
            {
                if (!done.Result.IsFinite)
                {
                    Tell(new Diverged(_attempt, pass.Iteration));
                    return;
                }

                Answer(owned, done.Result.Partials, done.Elapsed.TotalSeconds);
            });
    }

    private void Advance(Opening opening)
    {
        Start(
            () => opening.Step(_trainer),
            finite =>
            {
                if (!finite)
                {
                    Tell(new Diverged(_attempt, opening.Slice!.Iteration - 1));
                }
                else if (!opening.HasWork && _openings.ContainsValue(opening))
                {
                    Answer([opening.Slice!], opening.Partials, 0);
                }
            });
    }

    private void Copy(CopySlices copy)
    {
        var slices = At(copy.Iteration);
        var ranges = (copy.Ranges ?? []).Select(range => range.ToRange()).ToList();
        Start(
            () => ranges.ConvertAll(range => (Range: range, Values: Slice.CopyValues(slices, range))),
            copies =>
            {
                foreach (var (range, values) in copies)
                {
                    if (values is null)
                    {
                        GiveUp(new InvalidOperationException($"{range} is to be copied at iteration {copy.Iteration}, but is not held"));
                        return;
                    }

                    Tell(new SliceCopied(_attempt, copy.Iteration, WireRange.From(range), _payloads.Offer(values)));
                }
            });
    }

    private List<Slice> At(int iteration) =>
        [.. _owned.Concat(_openings.Values.Select(opening => opening.Slice).OfType<Slice>()).Where(slice => slice.Iteration == iteration)];

    private void Answer(IReadOnlyList<Slice> slices, IReadOnlyList<PartialLogits> partials, double computeSeconds) => Tell(new Answer(
        _attempt, slices[0].Iteration, [.. slices.Select(slice => WireRange.From(slice.Range))], Sum(partials), computeSeconds));

    private Sums Sum(IReadOnlyList<PartialLogits> partials)
    {
        var length = partials.Sum(partial => partial.Values.Length);
        var values = new double[length];
        var at = 0;
        foreach (var partial in partials)
        {
            partial.Values.CopyTo(values, at);
            at += partial.Values.Length;
        }

        return new Sums([.. partials.Select(partial => new WireSubtree(partial.Node.Level, partial.Node.Index))], _payloads.Offer(Doubles.ToBytes(values)));
    }

    private async Task<(ICommand Command, byte[] Bytes)> WithBytes(ICommand command, IActorRef sender)
    {
        var payload = command switch
        {
            OpenSlice open => open.Values,
            Replay replay => replay.Logits,
            Pass pass => pass.Logits,
            _ => null,
        };
        return (command, payload is null ? [] : await _payloads.ReadAsync(payload, sender).ConfigureAwait(false));
    }

    // One job at a time; what it gave is reported on the actor's own thread.
    private void Start<T>(Func<T> job, Action<T> report)
    {
        _isBusy = true;
        _threads.RunAsync(job).PipeTo(Self, success: result => new JobDone(() => report(result)));
    }

    private void GiveUp(Exception cause)
    {
        _log.Warning("experiment {0}: gave up its slices: {1}", _attempt.Experiment, cause.Message);
        _isBusy = false;
        _owned = [];
        _openings.Clear();
        _commands.Clear();
        Tell(new GaveUp(_attempt, cause.Message));
    }

    private void Tell(IReport report) => _coordinator.Tell(report);

    private sealed class CommandReady
    {
        public static CommandReady Instance { get; } = new();
    }

    private sealed record JobDone(Action Report);
}
