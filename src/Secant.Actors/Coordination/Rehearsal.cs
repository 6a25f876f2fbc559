using System.Diagnostics;
using Akka.Actor;
using Secant.Core.Data;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Actors.Coordination;

/// <summary>
/// Makes passes and evaluations of an experiment for a short while, with the real run, worker and data, and times them; nothing
/// of it is stored. Answers its maker with <see cref="Timings"/>.
/// </summary>
public sealed class Rehearsal : ReceiveActor, IWithTimers
{
    private readonly RehearsalSettings _settings;
    private readonly IActorRef _node;
    private readonly IActorRef _asker;
    private readonly Attempt _attempt;
    private readonly ExperimentRun _run;
    private readonly List<double> _passes = [];
    private readonly List<double> _computing = [];
    private readonly List<double> _evaluations = [];
    private readonly int _testCount;
    private IActorRef? _worker;
    private RunEffect? _timed;
    private long _timedSince;
    private long _firstPass;
    private double _opening;

    public Rehearsal(RehearsalSettings settings, IActorRef node, LoadedData data, IActorRef asker)
    {
        _settings = settings;
        _node = node;
        _asker = asker;
        _attempt = new Attempt(settings.Name, 1);
        var test = Some(data.Set.Test, settings.TestImages);
        _testCount = test.Count;
        _run = new ExperimentRun(
            settings.Spec with { Iterations = int.MaxValue, StopWhenFlat = null },
            data.Train,
            test,
            data.Set.Classes,
            settings.Run with { CheckpointInterval = TimeSpan.FromDays(1), LogLimit = long.MaxValue },
            new RunStart(0, false, null, [], DateTimeOffset.UnixEpoch));
        Receive<WorkerProtocol.Ready>(ready =>
        {
            _worker = Sender;
            Do(_run.WorkerReady(Now, ready.Node));
        });
        Receive<WorkerProtocol.Answer>(answer =>
        {
            if (_timed is RunEffect.Pass)
            {
                _computing.Add(answer.ComputeSeconds);
            }

            Do(_run.Answered(
                Now, settings.Node.Node, answer.Iteration, [.. (answer.Ranges ?? []).Select(range => range.ToRange())],
                    answer.Partials.ToPartials(answer.Partials.Values.Bytes ?? []), answer.ComputeSeconds, answer.Opening));
        });
        Receive<WorkerProtocol.Evaluated>(evaluated =>
            Do(_run.Evaluated(Now, settings.Node.Node, evaluated.Iteration, evaluated.Test, evaluated.First,
            evaluated.Partials.ToPartials(evaluated.Partials.Values.Bytes ?? []))));
        Receive<WorkerProtocol.Diverged>(_ => End());
        Receive<WorkerProtocol.GaveUp>(_ => End());
        Receive<Enough>(_ => End());
        Do(_run.Granted(Now, [settings.Node]));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    // The run wants the time for its deadlines alone, and here nothing is ever late.
    private static DateTimeOffset Now => DateTimeOffset.UnixEpoch;

    public static Props Props(RehearsalSettings settings, IActorRef node, LoadedData data, IActorRef asker) =>
        Akka.Actor.Props.Create(() => new Rehearsal(settings, node, data, asker));

    protected override void PreStart() => Timers.StartSingleTimer(nameof(Enough), Enough.Instance, _settings.Longest);

    private static SparseImageSet Some(ImageSet images, int count)
    {
        var taken = Math.Min(count, images.Count);
        return new SparseImageSet(new ImageSet(
            images.Rows, images.Columns, images.Pixels[..(taken * images.Dimension)].ToArray(),
                images.Labels[..taken].ToArray()));
    }

    private void Do(IReadOnlyList<RunEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case RunEffect.StartWorker start:
                    var spec = _settings.Spec with { Iterations = int.MaxValue };
                    _node.Tell(new NodeProtocol.StartWorker(_attempt, SpecRecord.From(spec), start.Cores));
                    break;
                case RunEffect.OpenSlice open:
                    Time(open);
                    _worker.Tell(new WorkerProtocol.OpenSlice(_attempt, open.Number, WireRange.From(open.Range), open.Base,
                        IsFromSeed: true));
                    break;
                case RunEffect.Evaluate evaluate:
                    Time(evaluate);
                    _worker.Tell(new WorkerProtocol.Evaluate(_attempt, evaluate.Iteration, evaluate.Test, evaluate.First,
                        evaluate.Count));
                    break;
                case RunEffect.Pass pass:
                    Time(pass);
                    if (IsOver())
                    {
                        End();
                        return;
                    }

                    var bytes = Doubles.ToBytes(pass.Logits);
                    _worker.Tell(new WorkerProtocol.Pass(
                        _attempt, pass.Iteration, [.. pass.Owned.Select(WireRange.From)], [.. pass.Openings],
                            new Payload(bytes, null, bytes.Length)));
                    break;
                case RunEffect.Fail:
                    End();
                    return;
                default:
                    break;
            }
        }
    }

    // What went before ends where this begins; an evaluation is one, however many questions it takes.
    private void Time(RunEffect next)
    {
        if (_timed is RunEffect.Evaluate && next is RunEffect.Evaluate)
        {
            return;
        }

        var now = Stopwatch.GetTimestamp();
        var took = Stopwatch.GetElapsedTime(_timedSince, now).TotalSeconds;
        switch (_timed)
        {
            case RunEffect.OpenSlice:
                _opening = took;
                break;
            case RunEffect.Evaluate:
                _evaluations.Add(took);
                break;
            case RunEffect.Pass:
                _passes.Add(took);
                _firstPass = _passes.Count == 1 ? now : _firstPass;
                break;
            default:
                break;
        }

        (_timed, _timedSince) = (next, now);
    }

    private static List<double> Later(IEnumerable<double> times) => [.. times.Skip(Math.Max(1, times.Count() / 2))];

    private bool IsOver() => _passes.Count > _settings.LeastPasses && Stopwatch.GetElapsedTime(_firstPass) >= _settings.Time;

    private void End()
    {
        _node.Tell(new NodeProtocol.StopWorker(_attempt));

        // The first ones meet cold caches and code that is still being compiled.
        var count = Math.Min(_passes.Count, _computing.Count);
        _asker.Tell(new Timings(
            Later(_passes.Take(count)), Later(_computing.Take(count)), [.. Later(_evaluations).Select(took => took / _testCount)],
                _opening));
        Context.Stop(Self);
    }

    /// <summary>What was timed, in seconds, without the first half of each; nothing of what a run that diverged did not come
    /// to.</summary>
    /// <param name="Passes">Each pass, from its message to the next.</param>
    /// <param name="Computing">Of each, what the worker computed.</param>
    /// <param name="Evaluations">An image's part of each evaluation.</param>
    /// <param name="Opening">Making the net.</param>
    public sealed record Timings(IReadOnlyList<double> Passes, IReadOnlyList<double> Computing, IReadOnlyList<double> Evaluations,
        double Opening);

    private sealed class Enough
    {
        public static Enough Instance { get; } = new();
    }
}
