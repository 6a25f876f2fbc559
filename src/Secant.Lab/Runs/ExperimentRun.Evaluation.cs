using Secant.Core.Experiments;
using Secant.Core.Networks;
using Secant.Core.Slicing;

namespace Secant.Lab.Runs;

/// <content>Evaluations: they belong to an iteration, run between passes, and any holder may answer them.</content>
public sealed partial class ExperimentRun
{
    private Evaluation? _evaluation;

    /// <summary>A node answers with partial logits of consecutive images.</summary>
    public IReadOnlyList<RunEffect> Evaluated(
        DateTimeOffset now, string node, int iteration, bool test, int first, IReadOnlyList<PartialLogits> partials)
    {
        if (_phase != Phase.Between || iteration != Iteration || _evaluation is not { } evaluation || evaluation.Test != test
            || !evaluation.Pending.TryGetValue(first, out var sums))
        {
            return Flush();
        }

        evaluation.Answered(node, first, now);
        evaluation.Reminder = EvaluationReminder(now);
        if (partials.Any(partial => !sums.Add(partial.Node, partial.Values)))
        {
            return EndWith(new RunEffect.Fail(Iteration,
                $"node {node} evaluated to other bits than another holder of the same slice"));
        }

        if (sums.Total() is not { } logits)
        {
            return Flush();
        }

        evaluation.Pending.Remove(first);
        evaluation.Count(first, logits, _shape.Classes);
        if (evaluation.IsDone)
        {
            _evaluation = null;
            if (test)
            {
                _curve.Add(new CurvePoint(Iteration, Loss, evaluation.Accuracy));
            }
            else
            {
                TrainAccuracy = evaluation.Accuracy;
            }

            return Advance(now);
        }

        Ask(evaluation, now);
        return Flush();
    }

    private bool HasEvaluated(bool test) =>
        test
            ? !EvaluationSchedule.IsDue(_spec, Iteration) || (_curve.Count > 0 && _curve[^1].Iteration == Iteration)
            : TrainAccuracy is not null;

    // Begins what is due, or asks again those who own the slices now.
    private void ContinueEvaluation(DateTimeOffset now)
    {
        var test = !HasEvaluated(test: true);
        var owners = string.Join(' ', _members.Values.Where(member => member.Owned.Count > 0)
            .Select(member => $"{member.Node}{string.Concat(member.Owned)}"));
        if (_evaluation is null || _evaluation.Test != test)
        {
            _evaluation = new Evaluation(test, test ? _test : _train, ChunkSize(), owners, EvaluationReminder(now));
        }
        else if (_evaluation.Owners != owners)
        {
            _evaluation.AskAgain(owners);
        }

        Ask(_evaluation, now);
    }

    // A node whose answer is all that is missing, and that takes far longer over it than any answer took.
    private void ReplaceLateEvaluators(DateTimeOffset now)
    {
        if (_evaluation is { } evaluation)
        {
            var deadline = _clock.Deadline(now, evaluation.Longest);
            var owners = _members.Values.Where(member => member.Owned.Count > 0).ToList();
            var late = owners.Where(member => evaluation.Silence(member.Node, now) > deadline).ToList();
            if (late.Count > 0 && late.Count < owners.Count)
            {
                Rescue(now, late, $"the evaluation at iteration {Iteration}",
                    late.Max(member => evaluation.Silence(member.Node, now)));
            }
        }
    }

    // All chunks on their way are computed one after the other; a sample costs less than in a pass.
    private Reminder EvaluationReminder(DateTimeOffset now)
    {
        var slowest = _members.Values.Where(member => member.Owned.Count > 0)
            .Select(member => GroupRanges.Count(member.Owned) * NetShape.GroupSize / SpeedOf(member))
            .DefaultIfEmpty()
            .Max();
        var work = TimeSpan.FromSeconds(Math.Min(LongestReplay, Evaluation.Window * ChunkSize() * slowest));
        return new Reminder(now, AskAgainAfter * (_clock.Deadline(now, _evaluation?.Longest ?? TimeSpan.Zero) + work));
    }

    private int ChunkSize() => Math.Max(1, _settings.EvaluationBytes / (_shape.Classes * sizeof(double)) / 4);

    private void Ask(Evaluation evaluation, DateTimeOffset now)
    {
        while (evaluation.Next(_shape.Groups) is { } chunk)
        {
            foreach (var member in _members.Values.Where(member => member.Owned.Count > 0))
            {
                evaluation.Asked(member.Node, chunk.First, now);
                Emit(new RunEffect.Evaluate(member.Node, Iteration, evaluation.Test, chunk.First, chunk.Count));
            }
        }
    }

    private sealed class Evaluation(bool test, Core.Data.SparseImageSet images, int chunk, string owners, Reminder reminder)
    {
        // Chunks on their way at once: enough to hide the way, few enough to bound what is in memory.
        public const int Window = 4;

        private readonly Queue<int> _again = new();
        private readonly Dictionary<(string Node, int First), DateTimeOffset> _owed = [];
        private readonly Dictionary<string, DateTimeOffset> _heard = [];
        private int _next;
        private int _right;
        private int _counted;

        public bool Test { get; } = test;

        /// <summary>Who was asked.</summary>
        public string Owners { get; private set; } = owners;

        /// <summary>When what is owed is asked for again.</summary>
        public Reminder Reminder { get; set; } = reminder;

        /// <summary>Nodes that owe an answer.</summary>
        public IEnumerable<string> Debtors =>
            _owed.Keys.Where(owed => Pending.ContainsKey(owed.First)).Select(owed => owed.Node).Distinct();

        public Dictionary<int, SubtreeSums> Pending { get; } = [];

        public bool IsDone => _counted == images.Count;

        public double Accuracy => (double)_right / images.Count;

        /// <summary>Somebody who was asked will not answer, even if a node of the same name comes back.</summary>
        public void LoseSight(string node)
        {
            Owners = "";
            foreach (var owed in _owed.Keys.Where(owed => owed.Node == node).ToList())
            {
                _owed.Remove(owed);
            }
        }

        /// <summary>The longest that an answer took from the question, or from the same node's answer before.</summary>
        public TimeSpan Longest { get; private set; }

        public void Asked(string node, int first, DateTimeOffset now) => _owed[(node, first)] = now;

        public void Answered(string node, int first, DateTimeOffset now)
        {
            if (_owed.ContainsKey((node, first)))
            {
                var took = Silence(node, now);
                Longest = took > Longest ? took : Longest;
                _owed.Remove((node, first));
                _heard[node] = now;
            }
        }

        /// <summary>How long a node has owed an answer and given none.</summary>
        public TimeSpan Silence(string node, DateTimeOffset now)
        {
            var owed = _owed.Where(owed => owed.Key.Node == node && Pending.ContainsKey(owed.Key.First))
                .Select(owed => owed.Value).DefaultIfEmpty(now).Min();
            var heard = _heard.GetValueOrDefault(node);
            return now - (heard > owed ? heard : owed);
        }

        public void AskAgain(string newOwners)
        {
            Owners = newOwners;
            _owed.Clear();
            foreach (var first in Pending.Keys.Except(_again).ToList())
            {
                _again.Enqueue(first);
            }
        }

        public (int First, int Count)? Next(int groups)
        {
            while (_again.TryDequeue(out var first))
            {
                if (Pending.ContainsKey(first))
                {
                    return (first, Math.Min(chunk, images.Count - first));
                }
            }

            if (_next >= images.Count || Pending.Count >= Window)
            {
                return null;
            }

            var next = (_next, Math.Min(chunk, images.Count - _next));
            Pending.Add(_next, new SubtreeSums(groups));
            _next += chunk;
            return next;
        }

        public void Count(int first, double[] logits, int classes)
        {
            for (var i = 0; i < logits.Length / classes; i++)
            {
                _right += Classification.IsRight(logits.AsSpan(i * classes, classes), images.Label(first + i)) ? 1 : 0;
                _counted++;
            }
        }
    }
}
