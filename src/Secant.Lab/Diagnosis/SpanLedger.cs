using Secant.Lab.Contracts;
using static Secant.Lab.Diagnosis.SpanBucket;

namespace Secant.Lab.Diagnosis;

/// <summary>
/// Keeps account of where an experiment's time goes. Pure: the time is passed in. A pass costs a few additions a node; what is
/// shown is worked out when somebody asks.
/// </summary>
/// <param name="batchSize">Samples a pass.</param>
/// <param name="begun">The time.</param>
public sealed class SpanLedger(int batchSize, DateTimeOffset begun)
{
    /// <summary>A node this many times as slow as the median is slow, until it is below <see cref="Recovered"/>.</summary>
    public const double Slow = 1.5;

    private const double Recovered = 1.25;
    private const int BucketsKept = 12;

    private static readonly TimeSpan BucketLength = TimeSpan.FromSeconds(5);

    private readonly Queue<SpanBucket> _closed = new();
    private readonly Dictionary<string, DateTimeOffset> _slowSince = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _units = new(StringComparer.Ordinal);
    private readonly List<(string Node, double Answer, double Compute)> _answers = [];
    private SpanBucket _open = new(begun);
    private SpanBucket _stretch = new(begun);
    private DateTimeOffset _since = begun;
    private double _coordinated;

    /// <summary>What the experiment is at.</summary>
    public Activity Activity { get; private set; } = Activity.Opening;

    /// <summary>Seconds of the last pass; 0 before the first.</summary>
    public double LastPassSeconds { get; private set; }

    /// <summary>Something else than a pass begins. A pass that this cuts short counts as what cut it short.</summary>
    public void Enter(DateTimeOffset now, Activity activity)
    {
        if (Activity != Activity.Passing)
        {
            Close(now);
        }

        Activity = activity;
    }

    /// <summary>A pass begins.</summary>
    /// <param name="now">The time.</param>
    /// <param name="unitsByNode">Hidden units that each node computes with.</param>
    public void Sent(DateTimeOffset now, IEnumerable<KeyValuePair<string, int>> unitsByNode)
    {
        Close(now);
        Activity = Activity.Passing;
        _answers.Clear();
        _units.Clear();
        foreach (var (node, units) in unitsByNode)
        {
            _units[node] = units;
        }
    }

    /// <summary>A node's answer is here.</summary>
    public void Arrived(DateTimeOffset now, string node, double computeSeconds) =>
        _answers.Add((node, (now - _since).TotalSeconds, computeSeconds));

    /// <summary>The coordinator worked on what came in.</summary>
    public void Coordinated(TimeSpan busy) => _coordinated += busy.TotalSeconds;

    /// <summary>A node says what share of its cores' time it computed lately, and what share the processor gave it.</summary>
    public void Loaded(string node, double computing, double processor)
    {
        var known = _open.NodeOf(node);
        known.Load = (known.Load.Computing + computing, known.Load.Processor + processor, known.Load.Count + 1);
    }

    /// <summary>All answers are here.</summary>
    public void Joined(DateTimeOffset now)
    {
        if (Activity == Activity.Passing && _answers.Count > 0)
        {
            LastPassSeconds = (now - _since).TotalSeconds;
            Divide(LastPassSeconds);
            _since = now;
            Rotate(now);
        }
        else
        {
            Close(now);
        }

        _coordinated = 0;
        Activity = Activity.Opening;
    }

    /// <summary>The last minute, with what goes on now; null before the first pass.</summary>
    /// <param name="now">The time.</param>
    /// <param name="toDate">What makes a date of a time.</param>
    public SpansDocument? Summary(DateTimeOffset now, TimeSpan toDate = default)
    {
        var sum = new SpanBucket(_open.Begun);
        foreach (var bucket in _closed)
        {
            sum.Add(bucket);
        }

        sum.Add(_open);
        var age = Math.Max(0, (now - _since).TotalSeconds);
        if (Activity != Activity.Passing)
        {
            sum[Activity] += age;
        }

        if (Activity != Activity.Held)
        {
            // A pause that is over holds nothing up.
            sum[Activity.Held] = 0;
        }

        if (sum.Passes == 0 || sum.Total <= 0)
        {
            return null;
        }

        return Shares(sum) with
        {
            PassAgeSeconds = Activity == Activity.Passing ? age : null,
            Awaited = Activity == Activity.Passing
            ? [.. _units.Keys.Except(_answers.Select(answer => answer.Node)).Order(StringComparer.Ordinal)] : [],
            Nodes = Documents(sum, sum.Nodes.Where(node => _units.ContainsKey(node.Key)), toDate),
        };
    }

    /// <summary>What was accounted for since this was asked before, to be kept with a checkpoint.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isEnd">True where nothing follows; else the last seconds, whose account is open, are left to the next
    /// stretch.</param>
    /// <param name="toDate">What makes a date of a time.</param>
    /// <returns>From which date to which, and where that time went; no spans where no pass was made in it.</returns>
    public (DateTimeOffset From, DateTimeOffset To, SpansDocument? Spans) TakeStretch(
        DateTimeOffset now, bool isEnd, TimeSpan toDate = default)
    {
        if (isEnd)
        {
            _stretch.Add(_open);
        }

        var (taken, end) = (_stretch, isEnd ? now : _open.Begun);
        _stretch = new SpanBucket(end);
        var spans = taken.Passes == 0 || taken.Total <= 0 ? null
            : Shares(taken) with { Nodes = Documents(taken, taken.Nodes, toDate) };
        return (taken.Begun + toDate, end + toDate, spans);
    }

    private static SpansDocument Shares(SpanBucket sum) => new()
    {
        Seconds = sum.Total,
        Passes = sum.Passes,
        Compute = sum.Compute / sum.Total,
        Waiting = sum.Waiting / sum.Total,
        Network = sum.Network / sum.Total,
        Coordinator = sum.Coordinator / sum.Total,
        Checkpoint = sum[Activity.Checkpointing] / sum.Total,
        Evaluation = sum[Activity.Evaluating] / sum.Total,
        Opening = sum[Activity.Opening] / sum.Total,
        Held = sum[Activity.Held] / sum.Total,
        SecondsAPass = (sum.Total - sum[Activity.Held]) / sum.Passes,
    };

    // Those that made passes, each beside the others of them.
    private IReadOnlyList<NodeSpansDocument> Documents(SpanBucket sum, IEnumerable<KeyValuePair<string, NodeSpan>> nodes,
        TimeSpan toDate)
    {
        var there = nodes.Where(node => node.Value.Passes > 0).ToList();
        return [.. there.OrderBy(node => node.Key, StringComparer.Ordinal)
            .Select(node => Document(sum, there, node.Key, node.Value, toDate))];
    }

    private NodeSpansDocument Document(
        SpanBucket sum, IReadOnlyCollection<KeyValuePair<string, NodeSpan>> there, string name, NodeSpan node, TimeSpan toDate) =>
        new(
        name,
        _units.GetValueOrDefault(name),
        1000 * node.Answer / node.Passes,
        1000 * node.Compute / node.Passes,
        1000 * node.NetworkOfPass,
        node.Compute > 0 ? node.Units * batchSize / node.Compute : 0,
        node.WaitedFor / sum.Total,
        Slowness(there, name, node),
        _slowSince.TryGetValue(name, out var since) ? (since + toDate).ToUnixTimeMilliseconds() : null)
        {
            UnitsAPass = node.Units / node.Passes,
            ComputingShare = node.Load.Count > 0 ? node.Load.Computing / node.Load.Count : null,
            ProcessorShare = node.Load.Count > 0 ? node.Load.Processor / node.Load.Count : null,
        };

    // A pass's time, by what it went to.
    private void Divide(double seconds)
    {
        _answers.Sort(static (one, other) => one.Answer.CompareTo(other.Answer));
        var coordinated = Math.Min(_coordinated, seconds);
        var last = _answers[^1];
        var middle = _answers[Math.Max(0, (_answers.Count - 2) / 2)];
        var waiting = Math.Max(0, seconds - Math.Max(middle.Answer, coordinated));
        if (_answers.Count == 1)
        {
            waiting = 0;
        }

        var network = Math.Max(0, seconds - waiting - coordinated - middle.Compute);
        _open.Passes++;
        _open.Waiting += waiting;
        _open.Network += network;
        _open.Coordinator += coordinated;
        _open.Compute += seconds - waiting - coordinated - network;
        foreach (var (name, answer, compute) in _answers)
        {
            var node = _open.NodeOf(name);
            node.Passes++;
            node.Answer += answer;
            node.Compute += compute;
            node.Network += Math.Max(0, answer - compute - coordinated);
            node.Units += _units.GetValueOrDefault(name);
        }

        _open.NodeOf(last.Node).WaitedFor += waiting;
    }

    private void Close(DateTimeOffset now)
    {
        var seconds = Math.Max(0, (now - _since).TotalSeconds);

        _open[Activity == Activity.Passing ? Activity.Opening : Activity] += seconds;
        _since = now;
        Rotate(now);
    }

    private void Rotate(DateTimeOffset now)
    {
        if (now - _open.Begun < BucketLength)
        {
            return;
        }

        if (_open.Passes > 0)
        {
            // Whoever makes no passes is not slow at them.
            foreach (var absent in _slowSince.Keys.Where(name => !_open.Nodes.TryGetValue(name, out var node) || node.Passes == 0)
                .ToList())
            {
                _slowSince.Remove(absent);
            }
        }

        foreach (var (name, node) in _open.Nodes.Where(node => node.Value.Passes > 0))
        {
            var slowness = Slowness(_open.Nodes, name, node);
            if (slowness >= Slow)
            {
                _slowSince.TryAdd(name, _open.Begun);
            }
            else if (slowness < Recovered)
            {
                _slowSince.Remove(name);
            }
        }

        _stretch.Add(_open);
        _closed.Enqueue(_open);
        if (_closed.Count > BucketsKept)
        {
            _closed.Dequeue();
        }

        _open = new SpanBucket(now);
    }

    // As if all had the same units: what computing a unit takes, and the way there and back.
    private static double Slowness(IReadOnlyCollection<KeyValuePair<string, NodeSpan>> nodes, string name, NodeSpan node)
    {
        var others = nodes.Where(other => other.Key != name && other.Value is { Passes: > 0, Units: > 0 })
            .Select(other => other.Value).ToList();
        if (others.Count == 0 || node.Passes == 0)
        {
            return 1;
        }

        var units = node.Units / node.Passes;
        var usual = (units * Medians.Of(others.Select(other => other.ComputeOfUnit)))
            + Medians.Of(others.Select(other => other.NetworkOfPass));
        var own = (units * node.ComputeOfUnit) + node.NetworkOfPass;
        return usual > 0 ? own / usual : 1;
    }
}
