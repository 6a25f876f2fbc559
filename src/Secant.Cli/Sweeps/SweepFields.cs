using System.Globalization;
using Secant.Cli.Terminal;
using Secant.Core.Experiments;

namespace Secant.Cli.Sweeps;

/// <summary>The fields of a spec by the words of the command line, in the order in which a grid runs over them.</summary>
internal static class SweepFields
{
    /// <summary>The four numbers, which every experiment needs.</summary>
    public static readonly string[] Numbers = ["iterations", "batch", "rate", "hidden"];

    private static readonly Dictionary<string, Setter> Setters = new()
    {
        ["iterations"] = Whole((spec, value) => spec with { Iterations = value }),
        ["batch"] = Whole((spec, value) => spec with { BatchSize = value }),
        ["rate"] = Real((spec, value) => spec with { LearningRate = value }),
        ["hidden"] = Whole((spec, value) => spec with { HiddenSize = value }),
        ["data"] = (_, _, item) => spec => spec with { Data = item.Text },
        ["activation"] = Word<Activation>((spec, value) => spec with { Activation = value }),
        ["init"] = (source, field, item) => Initialization.TryParse(item.Text, out var initialization)
            ? spec => spec with { Initialization = initialization }
            : throw Wrong(source, field, item, "normal:S with S above 0 (such as normal:0.01), xavier or he"),
        ["scale"] = Word<InputScale>((spec, value) => spec with { Scale = value }),
        ["step"] = Real((spec, value) => spec with { Step = value }),
        ["kernel"] = Word<GradientKernel>((spec, value) => spec with { Kernel = value }),
        ["eval-every"] = Whole((spec, value) => spec with { EvaluateEvery = value }),
        ["stop-when-flat"] = Whole((spec, value) => spec with { StopWhenFlat = value }),
        ["seed"] = (source, field, item) =>
        item.IsPlain && ulong.TryParse(item.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? spec => spec with { Seed = seed }
            : throw Wrong(source, field, item, $"a whole number from 0 to {ulong.MaxValue}"),
    };

    private delegate Func<ExperimentSpec, ExperimentSpec> Setter(YamlSource source, string field, SweepValues.Item item);

    public static IReadOnlyCollection<string> Names => Setters.Keys;

    /// <summary>What setting a field to a value does to a spec.</summary>
    public static Func<ExperimentSpec, ExperimentSpec> Set(YamlSource source, string field, SweepValues.Item item) =>
        Setters[field](source, field, item);

    /// <summary>Reads a whole number that fits an int.</summary>
    public static int Int(YamlSource source, string field, SweepValues.Item item) =>
        item.IsPlain && int.TryParse(item.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(source, field, item, "a whole number");

    private static Setter Whole(Func<ExperimentSpec, int, ExperimentSpec> set) => (source, field, item) =>
    {
        var value = Int(source, field, item);
        return spec => set(spec, value);
    };

    private static Setter Real(Func<ExperimentSpec, double, ExperimentSpec> set) => (source, field, item) =>
        item.IsPlain && double.TryParse(item.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? spec => set(spec, value)
            : throw Wrong(source, field, item, "a number such as 0.05");

    private static Setter Word<T>(Func<ExperimentSpec, T, ExperimentSpec> set)
        where T : struct, Enum => (source, field, item) =>
        {
            var words = Words.All<T>();
            var index = Array.IndexOf(words, item.Text);
            return index >= 0 ? spec => set(spec, Enum.GetValues<T>()[index])
                : throw Wrong(source, field, item, string.Join(" or ", words));
        };

    private static Core.SecantException Wrong(YamlSource source, string field, SweepValues.Item item, string expected) =>
        source.Wrong(item.At, $"{field}: expected {expected}, found '{item.Text}'");
}
