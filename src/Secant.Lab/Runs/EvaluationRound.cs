using Secant.Core.Data;
using Secant.Core.Networks;
using Secant.Core.Slicing;

namespace Secant.Lab.Runs;

/// <summary>One evaluation: which images were asked for, whom, and how many are classified rightly.</summary>
internal sealed class EvaluationRound(bool test, SparseImageSet images, int chunk, string owners, Reminder reminder)
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
