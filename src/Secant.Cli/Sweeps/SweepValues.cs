using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Secant.Cli.Sweeps;

/// <summary>What a field of a sweep file holds: one value, a list of them, or a range.</summary>
internal static class SweepValues
{
    /// <summary>Most values of one field.</summary>
    private const int Most = 10_000;

    // Between these, sizes and their products stay within what a decimal holds, and none is rounded to zero.
    private const decimal Smallest = 1e-14m;
    private const decimal Largest = 1e14m;

    private static readonly string[] RangeFields = ["from", "to", "step", "factor"];

    /// <summary>One value as written.</summary>
    /// <param name="Text">Its text.</param>
    /// <param name="IsPlain">False where it was in quotes, and so is text and no number.</param>
    /// <param name="At">Where it stands.</param>
    public sealed record Item(string Text, bool IsPlain, Mark At);

    /// <summary>All values of a field, in the order written; a range from its start.</summary>
    public static IReadOnlyList<Item> Of(YamlSource source, string field, YamlNode node)
    {
        switch (node)
        {
            case YamlSequenceNode list:
                return list.Children.Count > 0
                    ? [.. list.Children.Select(child => Scalar(source, field, child))]
                    : throw source.Wrong(list.Start, $"{field}: the list is empty");
            case YamlMappingNode range:
                return Range(source, field, range);
            default:
                return [Scalar(source, field, node)];
        }
    }

    private static Item Scalar(YamlSource source, string field, YamlNode node) =>
        node is YamlScalarNode { Value: { Length: > 0 } text } scalar
            ? new Item(text, scalar.Style == ScalarStyle.Plain, node.Start)
            : throw source.Wrong(node.Start, $"{field}: expected a value, found {YamlSource.Kind(node)}");

    private static List<Item> Range(YamlSource source, string field, YamlMappingNode node)
    {
        var ends = source.Entries(node, $"{field}, a range", RangeFields)
            .ToDictionary(entry => entry.Key, entry => Number(source, field, entry.Key, entry.Value));
        if (!ends.TryGetValue("from", out var from) || !ends.TryGetValue("to", out var to)
            || ends.ContainsKey("step") == ends.ContainsKey("factor"))
        {
            throw source.Wrong(node.Start, $"{field}: a range takes from, to, and either step or factor");
        }

        var isSum = ends.TryGetValue("step", out var by);
        by = isSum ? by : ends["factor"];
        if (to < from || (isSum ? by <= 0 : by <= 1 || from <= 0))
        {
            throw source.Wrong(node.Start, isSum
                ? $"{field}: the range from {from} to {to} in steps of {by} is empty; expected to >= from and step > 0"
                : $"{field}: the range from {from} to {to} by a factor of {by} is empty; expected to >= from > 0 and factor > 1");
        }

        var items = new List<Item>();
        for (var value = from; value <= to; value = isSum ? value + by : value * by)
        {
            if (items.Count == Most)
            {
                throw source.Wrong(node.Start, $"{field}: the range has more than {Most} values; take a larger step");
            }

            items.Add(new Item(value.ToString("0.############################", CultureInfo.InvariantCulture), IsPlain: true,
                node.Start));
        }

        return items;
    }

    // Decimal, so that 0.01 in steps of 0.01 meets 0.03 exactly.
    private static decimal Number(YamlSource source, string field, string key, YamlNode node)
    {
        if (node is not YamlScalarNode { Style: ScalarStyle.Plain } scalar
            || !double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var rough))
        {
            throw source.Wrong(node.Start, $"{field}: {key}: expected a number, found {YamlSource.Kind(node)}");
        }

        return Math.Abs(rough) is 0 or (>= (double)Smallest and <= (double)Largest)
            ? decimal.Parse(scalar.Value!, NumberStyles.Float, CultureInfo.InvariantCulture)
            : throw source.Wrong(node.Start,
            $"{field}: {key}: a range takes 0, or numbers of a size from 1e-14 to 1e14, found {YamlSource.Kind(node)}; a list "
                + "takes any");
    }
}
