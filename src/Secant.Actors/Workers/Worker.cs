using Akka.Actor;
using Akka.Event;
using Secant.Actors.Wire;
using Secant.Core.Slicing;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;
using static Secant.Lab.Contracts.WorkerProtocol;

namespace Secant.Actors.Workers;

/// <summary>
/// Computes with one node's slices of one life of an experiment. Commands are carried out in the order in which they came, one
/// job at a time on threads of its own; between them openings are replayed.
/// </summary>
public sealed class Worker : ReceiveActor
{
    private readonly Attempt _attempt;
    private readonly IActorRef _coordinator;
    private readonly IPayloads _payloads;
    private readonly ComputeThreads _threads;
    private readonly SliceHolder _holder;
    private readonly InOrder<(ICommand Command, byte[] Bytes)> _commands;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private bool _isBusy;
    private bool _hasGivenUp;

    public Worker(
        Attempt attempt, SpecRecord spec, string node, ComputeThreads threads, LoadedData data, IPayloads payloads,
        IActorRef coordinator)
    {
        _attempt = attempt;
        _coordinator = coordinator;
        _payloads = payloads;
        _threads = threads;
        _holder = new SliceHolder(new SliceTrainer(spec.ToSpec(), data.Train, data.Test, data.Set.Classes, threads),
            spec.BatchSize);
        var self = Self;
        _commands = new InOrder<(ICommand, byte[])>(() => self.Tell(CommandReady.Instance));
        Receive<ICommand>(command => command.Attempt == _attempt, command =>
        {
            _commands.Add(WithBytes(command, Sender));
            Work();
        });
        Receive<CommandReady>(_ => Work());
        Receive<Came>(came =>
        {
            came.Use();
            Work();
        });
        Receive<JobDone>(done =>
        {
            _isBusy = false;
            foreach (var report in done.Reports)
            {
                _coordinator.Tell(ToMessage(report));
            }

            Work();
        });
        Receive<Resize>(resize => threads.Resize(resize.Cores));
        Receive<Status.Failure>(failure => GiveUp(failure.Cause));
        coordinator.Tell(new Ready(attempt, node));
    }

    public static Props Props(
        Attempt attempt, SpecRecord spec, string node, int cores, LoadedData data, IPayloads payloads, IActorRef coordinator,
        ComputeMeter? meter = null) =>
        Akka.Actor.Props.Create(() => new Worker(
            attempt, spec, node, new ComputeThreads(cores, $"secant-{attempt.Experiment}", meter), data, payloads, coordinator));

    protected override void PostStop() => _threads.Dispose();

    // Commands first; an opening is replayed while there is none.
    private void Work()
    {
        try
        {
            while (!_isBusy && !_hasGivenUp && _commands.TryTake(out var next))
            {
                Start(Carry(next.Command, next.Bytes));
            }

            if (!_isBusy && !_hasGivenUp)
            {
                Start(_holder.Advance());
            }
        }
        catch (Exception e)
        {
            GiveUp(e);
        }
    }

    private HolderJob? Carry(ICommand command, byte[] bytes)
    {
        switch (command)
        {
            case OpenSlice open:
                return _holder.Open(open.Number, open.Range.ToRange(), open.Iteration, open.IsFromSeed);
            case SliceValues values:
                Fetch(values.Values, values.Number, opening => opening.TakesValues(), (opening, bytes) => opening.Begin(bytes));
                return null;
            case Replay replay:
                Fetch(replay.Logits, replay.Number, opening => opening.TakesReplay(), (opening, logits) =>
                {
                    var length = logits.Length / replay.Count;
                    for (var i = 0; i < replay.Count; i++)
                    {
                        opening.Add(replay.From + i, Doubles.FromBytes(logits.AsSpan(i * length, length)));
                    }
                });
                return null;
            case Pass pass:
                return _holder.Pass(pass.Iteration, ToRanges(pass.Owned ?? []), pass.Openings ?? [], Doubles.FromBytes(bytes));
            case Evaluate evaluate:
                return _holder.Evaluate(evaluate.Iteration, evaluate.Test, evaluate.First, evaluate.Count);
            case CopySlices copy:
                return _holder.Copy(copy.Iteration, ToRanges(copy.Ranges ?? []));
            case Forget forget:
                _holder.Forget(forget.UpTo);
                return null;
            default:
                _log.Debug("dropped {0}", command);
                return null;
        }
    }

    private static GroupRange[] ToRanges(WireRange[] ranges) => Array.ConvertAll(ranges, range => range.ToRange());

    private IReport ToMessage(HolderReport report) => report switch
    {
        HolderReport.Answer answer => new Answer(
            _attempt, answer.Iteration, [.. answer.Ranges.Select(WireRange.From)], Sum(answer.Partials), answer.ComputeSeconds,
                answer.Opening),
        HolderReport.Evaluated evaluated =>
            new Evaluated(_attempt, evaluated.Iteration, evaluated.Test, evaluated.First, Sum(evaluated.Partials)),
        HolderReport.Copied copied =>
            new SliceCopied(_attempt, copied.Iteration, WireRange.From(copied.Range), _payloads.Offer(copied.Values)),
        HolderReport.Diverged diverged => new Diverged(_attempt, diverged.Iteration),
        _ => throw new InvalidOperationException($"{report.GetType().Name} is no report of a holder"),
    };

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

        return new Sums([.. partials.Select(partial => new WireSubtree(partial.Node.Level, partial.Node.Index))],
            _payloads.Offer(Doubles.ToBytes(values)));
    }

    private async Task<(ICommand Command, byte[] Bytes)> WithBytes(ICommand command, IActorRef sender) =>
        (command, command is Pass pass ? await _payloads.ReadAsync(pass.Logits, sender).ConfigureAwait(false) : []);

    // What an opening needs is bulk, and may take far longer than a pass: nothing waits for it but the opening, which may be
    // dropped before.
    // What comes twice is fetched once.
    private void Fetch(Payload payload, int number, Func<Opening, bool> takes, Action<Opening, byte[]> use)
    {
        var opening = _holder.Find(number) is { } found && takes(found) ? found : null;
        var dropped = opening?.Dropped ?? new CancellationToken(canceled: true);
        _payloads.ReadAsync(payload, _coordinator, dropped).PipeTo(
            Self,
            success: bytes => opening is null ? CommandReady.Instance : new Came(() => use(opening, bytes)),
            failure: cause => dropped.IsCancellationRequested ? CommandReady.Instance : new Status.Failure(cause));
    }

    // One job at a time; what it gave is reported on the actor's own thread.
    private void Start(HolderJob? job)
    {
        if (job is not null)
        {
            _isBusy = true;
            _threads.RunAsync(() => job()).PipeTo(Self, success: reports => new JobDone(reports));
        }
    }

    // What a job under way still gives is of no use: its coordinator has a new worker made.
    private void GiveUp(Exception cause)
    {
        if (_hasGivenUp)
        {
            return;
        }

        _log.Warning("experiment {0}: gave up its slices: {1}", _attempt.Experiment, cause.Message);
        _hasGivenUp = true;
        _holder.Forget();
        _commands.Clear();
        _coordinator.Tell(GaveUp.Of(_attempt, cause));
    }

    /// <summary>From its node: compute on so many cores.</summary>
    internal sealed record Resize(int Cores);

    private sealed class CommandReady
    {
        public static CommandReady Instance { get; } = new();
    }

    private sealed record Came(Action Use);

    private sealed record JobDone(IReadOnlyList<HolderReport> Reports);
}
