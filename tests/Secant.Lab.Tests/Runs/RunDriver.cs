using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Slicing;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Lab.Tests.Runs;

/// <summary>
/// Plays workers to a run by hand. Logits are zero unless a test wants others, so that a pass is a matter of who says what when;
/// the time stands still until a test lets it pass.
/// </summary>
internal sealed class RunDriver
{
    private static readonly DataSet Digits = MadeUpDigits.Create(seed: 3, rows: 2, columns: 3, train: 20, test: 10, classes: 3);

    /// <summary>All groups of the net of <see cref="Started"/>.</summary>
    public static readonly GroupRange All = new(0, 4);

    public static readonly GroupRange FirstHalf = new(0, 2);

    public static readonly GroupRange SecondHalf = new(2, 2);

    public static readonly RunSettings NoCheckpoints = new() { CheckpointInterval = TimeSpan.FromHours(1) };

    private readonly ExperimentRun _run;
    private readonly NetShape _shape;
    private readonly ExperimentSpec _spec;
    private readonly List<RunEffect> _effects = [];

    /// <param name="hidden">Hidden units: 8 make a group, and there is one group more.</param>
    /// <param name="settings">How the run is watched over; by default without checkpoints that nobody asks for.</param>
    public RunDriver(int hidden = 24, RunSettings? settings = null)
    {
        _spec = new ExperimentSpec
        {
            Iterations = 1000,
            BatchSize = 2,
            LearningRate = 0.1,
            HiddenSize = hidden,
            EvaluateEvery = 500
        };
        _shape = new NetShape(Digits.Dimension, hidden, Digits.Classes);
        _run = new ExperimentRun(
            _spec,
            new SparseImageSet(Digits.Train),
            new SparseImageSet(Digits.Test),
            Digits.Classes,
            settings ?? NoCheckpoints,
            new RunStart(0, false, null, [], Now));
    }

    /// <summary>The logit of class 0 in what every group answers.</summary>
    public double Certainty { get; set; }

    public DateTimeOffset Now { get; private set; } = DateTimeOffset.UnixEpoch;

    public ExperimentRun Run => _run;

    public int Groups => _shape.Groups;

    /// <summary>What the run wanted done since this was last read.</summary>
    public IReadOnlyList<RunEffect> Effects
    {
        get
        {
            var effects = _effects.ToList();
            _effects.Clear();
            return effects;
        }
    }

    /// <summary>Nodes come, get ready and open what they are told; the net is evaluated; the first pass is on its way.</summary>
    public static RunDriver Started(RunSettings? settings, params string[] nodes)
    {
        var driver = new RunDriver(settings: settings);
        driver.Grant(nodes);
        foreach (var node in nodes)
        {
            driver.Ready(node);
        }

        foreach (var open in driver.Effects.OfType<RunEffect.OpenSlice>())
        {
            driver.Answer(open.Node, open.Range);
        }

        driver.EvaluateAll();
        return driver;
    }

    public void Pass(TimeSpan time) => Now += time;

    public void Grant(params string[] nodes) => Grant(1, nodes);

    public void Grant(int cores, params string[] nodes) =>
        Do(_run.Granted(Now, [.. nodes.Select(node => new NodeGrant(node, cores, 1000 * cores))]));

    public void Ready(string node) => Do(_run.WorkerReady(Now, node));

    public void Lose(string node) => Do(_run.Lost(Now, node));

    public void Tick() => Do(_run.Tick(Now));

    public void Hold() => Do(_run.Hold(Now));

    public void Continue() => Do(_run.Continue(Now));

    public void Answer(string node, params GroupRange[] ranges) => AnswerAt(_run.Iteration, node, ranges);

    /// <summary>What was opened answers for the first time.</summary>
    public void Answer(RunEffect.OpenSlice opened) =>
        Do(_run.Answered(Now, opened.Node, _run.Iteration, [opened.Range], Logits(_spec.BatchSize, [opened.Range]), 0,
        opened.Number));

    public void AnswerAt(int iteration, string node, params GroupRange[] ranges) =>
        Do(_run.Answered(Now, node, iteration, ranges, Logits(_spec.BatchSize, ranges), 0.001));

    /// <summary>Every node asked gives its partial logits, until nothing more is asked.</summary>
    public void EvaluateAll()
    {
        for (var asked = Evaluations(); asked.Count > 0; asked = Evaluations())
        {
            foreach (var one in asked)
            {
                Evaluate(one, new GroupRange(0, Groups));
            }
        }
    }

    /// <summary>The node that was asked gives its partial logits of some ranges.</summary>
    public void Evaluate(RunEffect.Evaluate asked, params GroupRange[] ranges) =>
        Do(_run.Evaluated(Now, asked.Node, asked.Iteration, asked.Test, asked.First, Logits(asked.Count, ranges)));

    public void Copy(int iteration, GroupRange range) =>
        Do(_run.SliceCopied(iteration, range, new byte[SliceTrainer.ValuesLength(_shape, range)]));

    public void Commit(int iteration) => Do(_run.CheckpointCommitted(Now, iteration));

    /// <summary>Answers every pass that is under way, as each node should, a number of times.</summary>
    public void MakePasses(int count)
    {
        for (var made = 0; made < count; made++)
        {
            var passes = _effects.OfType<RunEffect.Pass>()
                .Where(pass => pass.Iteration == _run.Iteration - 1 && pass.Owned.Count > 0).ToList();
            Assert.NotEmpty(passes);
            foreach (var pass in passes)
            {
                Answer(pass.Node, [.. pass.Owned]);
            }
        }
    }

    private List<RunEffect.Evaluate> Evaluations()
    {
        var asked = _effects.OfType<RunEffect.Evaluate>().ToList();
        _effects.RemoveAll(effect => effect is RunEffect.Evaluate);
        return asked;
    }

    private List<PartialLogits> Logits(int samples, params GroupRange[] ranges) =>
        [.. ranges.SelectMany(range => Subtree.Cover(range, Groups)).Select(node => new PartialLogits(
            node, [.. Enumerable.Range(0, samples * _shape.Classes).Select(i => i % _shape.Classes == 0 ? Certainty : 0)]))];

    private void Do(IReadOnlyList<RunEffect> effects) => _effects.AddRange(effects);
}
