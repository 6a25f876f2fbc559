using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Core.Experiments;
using Secant.Core.Sweeps;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Secant.Cli.Sweeps;

/// <summary>
/// Reads a sweep: <c>name</c>, <c>repeat</c>, <c>defaults</c> and <c>experiments</c>. An experiment is the four numbers as a
/// list, or fields; a field that holds a list or a range makes a grid with the others.
/// </summary>
internal sealed class SweepFile
{
    // Every run of the largest sweep in a line of its own.
    private const int MostLetters = 160 * SweepPlan.MostRuns;

    private static readonly string[] Top = ["experiments", "name", "repeat", "defaults"];

    private readonly YamlSource _source;
    private readonly SpecLimits _limits;
    private readonly SpecFields _fields;
    private readonly string[] _words;

    private SweepFile(string file, SpecLimits limits, SpecFields fields)
    {
        _source = new YamlSource(file);
        _limits = limits;
        _fields = fields;
        _words = [.. fields.OfSweep.Select(field => field.Word)];
    }

    /// <summary>What the command line says over the file; null leaves it to the file.</summary>
    /// <param name="Data">The data set of all experiments.</param>
    /// <param name="Repeat">How many seeds each.</param>
    /// <param name="Seed">The first seed.</param>
    public sealed record Overrides(string? Data = null, int? Repeat = null, ulong? Seed = null);

    /// <exception cref="SecantException">The file is not there, or not a sweep (<see cref="Failure.Usage"/>).</exception>
    public static SweepPlan Read(string file, SpecLimits limits, Overrides overrides)
    {
        try
        {
            return Parse(file, OutsideText.Read(file, MostLetters), limits, overrides);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecantException(Failure.Usage,
                $"cannot read the sweep {file}: {e.Message.TrimEnd('.')}; config/report.yaml is one to start from", e);
        }
    }

    /// <param name="file">Its name, for messages, and for the sweep where it has no name of its own.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="limits">How large an experiment may be.</param>
    /// <param name="overrides">What the command line says.</param>
    /// <param name="fields">The fields of a spec; null takes all that there are.</param>
    public static SweepPlan Parse(string file, string text, SpecLimits limits, Overrides overrides, SpecFields? fields = null) =>
        new SweepFile(file, limits, fields ?? SpecFields.All).Plan(text, overrides);

    private SweepPlan Plan(string text, Overrides overrides)
    {
        var root = _source.Read(text);
        var top = _source.Entries(root, "a sweep", Top).ToDictionary(entry => entry.Key, entry => entry.Value);
        var name = top.TryGetValue("name", out var named) ? Text("name", named) : Path.GetFileNameWithoutExtension(_source.File);
        var repeat = top.TryGetValue("repeat", out var repeated) ? Repeat(repeated) : 1;
        List<(string Key, YamlNode KeyNode, YamlNode Value)> defaults = top.TryGetValue("defaults", out var standard)
            ? [.. _source.Entries(standard, "defaults", _words)]
            : [];
        if (!top.TryGetValue("experiments", out var listed) || listed is not YamlSequenceNode { Children.Count: > 0 } experiments)
        {
            throw _source.Wrong((listed ?? root).Start,
                "experiments: expected a list with at least one, such as '- [100, 32, 0.05, 50]'");
        }

        var rows = new List<(ExperimentSpec, int)>();
        var runs = 0L;
        foreach (var experiment in experiments.Children)
        {
            var (fields, own) = Fields(experiment, defaults);
            var repeats = overrides.Repeat ?? own ?? repeat;
            foreach (var spec in Grid(experiment.Start, fields))
            {
                rows.Add((spec with { Data = overrides.Data ?? spec.Data, Seed = overrides.Seed ?? spec.Seed }, repeats));
                runs += repeats;
                if (runs > SweepPlan.MostRuns)
                {
                    throw _source.Wrong(experiment.Start,
                        $"the sweep has more than {SweepPlan.MostRuns} runs; take fewer values or repeats");
                }
            }
        }

        return SweepPlan.Of(name, rows);
    }

    // The fields of an experiment over the defaults, each with its values, in the order of the grid.
    private (List<List<SpecChange>> Fields, int? Repeat) Fields(
        YamlNode experiment, List<(string Key, YamlNode KeyNode, YamlNode Value)> defaults)
    {
        var nodes = defaults.ToDictionary(entry => entry.Key, entry => entry.Value);
        int? repeat = null;
        if (experiment is YamlSequenceNode numbers)
        {
            if (numbers.Children.Count != _fields.Numbers.Count)
            {
                throw _source.Wrong(numbers.Start,
                    $"an experiment as a list takes [{string.Join(", ", _fields.Numbers.Select(field => field.Word))}], found "
                    + Counted.Of(numbers.Children.Count, "value"));
            }

            foreach (var (field, number) in _fields.Numbers.Zip(numbers.Children))
            {
                nodes[field.Word] = number;
            }
        }
        else
        {
            foreach (var (key, _, value) in _source.Entries(experiment, "an experiment", [.. _words, "repeat"]))
            {
                if (key == "repeat")
                {
                    repeat = Repeat(value);
                }
                else
                {
                    nodes[key] = value;
                }
            }
        }

        if (_words.Take(_fields.Numbers.Count).Except(nodes.Keys).ToList() is { Count: > 0 } missing)
        {
            throw _source.Wrong(experiment.Start,
                $"an experiment lacks {string.Join(", ", missing)}; give it there or in the defaults");
        }

        var fields = _fields.OfSweep
            .Where(field => nodes.ContainsKey(field.Word))
            .Select(field => SweepValues.Of(_source, field.Word, nodes[field.Word])
                .Select(item => Checked(item.At, Change(field, item))).ToList());
        return ([.. fields], repeat);
    }

    // The first field varies slowest.
    private List<ExperimentSpec> Grid(Mark at, List<List<SpecChange>> fields)
    {
        if (fields.Aggregate(1.0, (product, values) => product * values.Count) > SweepPlan.MostRuns)
        {
            throw _source.Wrong(at, $"the grid has more than {SweepPlan.MostRuns} experiments; take fewer values");
        }

        return fields.Aggregate((List<ExperimentSpec>)[SpecField.Blank],
            (sofar, values) => [.. sofar.SelectMany(spec => values.Select(change => change(spec)))]);
    }

    // No limit looks at two fields at once, so that each value is checked alone, where it stands.
    private SpecChange Checked(Mark at, SpecChange change)
    {
        try
        {
            _limits.Check(change(SpecField.Blank));
            return change;
        }
        catch (SecantException e)
        {
            throw _source.Wrong(at, e.Message);
        }
    }

    private SpecChange Change(SpecField field, SweepValues.Item item) =>
        (item.IsPlain || !field.Reading.IsNumber) && field.Read(item.Text) is { } change ? change
        : throw Wrong(field.Word, item, field.Reading.Takes);

    private SecantException Wrong(string field, SweepValues.Item item, string takes) =>
        _source.Wrong(item.At, $"{field}: expected {takes}, found '{item.Text}'");

    private int Repeat(YamlNode node)
    {
        var item = Single("repeat", node);
        if (!item.IsPlain || !Numbers.TryWhole(item.Text, out var repeat))
        {
            throw Wrong("repeat", item, Readings.Whole.Takes);
        }

        return repeat is >= 1 and <= SweepPlan.MostRuns ? repeat
            : throw _source.Wrong(item.At, $"repeat: expected 1 to {SweepPlan.MostRuns}, found {repeat}");
    }

    private string Text(string field, YamlNode node) => Single(field, node).Text;

    private SweepValues.Item Single(string field, YamlNode node) =>
        node is YamlScalarNode ? SweepValues.Of(_source, field, node)[0]
        : throw _source.Wrong(node.Start, $"{field}: expected one value, found {YamlSource.Kind(node)}");
}
