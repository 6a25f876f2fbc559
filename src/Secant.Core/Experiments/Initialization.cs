using System.Globalization;

namespace Secant.Core.Experiments;

/// <summary>How the weights start; biases start at 0. Written <c>normal:S</c>, <c>xavier</c> or <c>he</c>.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Deviation">Standard deviation S of <c>normal:S</c>; 0 for the others, which take it from the layer's
/// inputs.</param>
public readonly record struct Initialization(InitializationKind Kind, double Deviation)
{
    /// <summary><c>normal:0.01</c>.</summary>
    public static Initialization Default { get; } = new(InitializationKind.Normal, 0.01);

    /// <summary>The standard deviation of a layer's weights, given the number of its inputs.</summary>
    public double DeviationFor(int inputs) => Kind switch
    {
        InitializationKind.Normal => Deviation,
        InitializationKind.Xavier => Math.Sqrt(1.0 / inputs),
        InitializationKind.He => Math.Sqrt(2.0 / inputs),
        _ => throw NoRule.For(Kind),
    };

    /// <summary>Reads <c>normal:S</c> (S positive and finite), <c>xavier</c> or <c>he</c>.</summary>
    public static bool TryParse(string text, out Initialization initialization)
    {
        initialization = text switch
        {
            "xavier" => new(InitializationKind.Xavier, 0),
            "he" => new(InitializationKind.He, 0),
            _ => Default,
        };
        if (text is "xavier" or "he")
        {
            return true;
        }

        const string prefix = "normal:";
        if (!text.StartsWith(prefix, StringComparison.Ordinal)
            || !double.TryParse(text.AsSpan(prefix.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var deviation)
            || !double.IsFinite(deviation)
            || deviation <= 0)
        {
            return false;
        }

        initialization = new(InitializationKind.Normal, deviation);
        return true;
    }

    public override string ToString() => Kind switch
    {
        InitializationKind.Normal => $"normal:{ExactNumber.Of(Deviation)}",
        InitializationKind.Xavier => "xavier",
        InitializationKind.He => "he",
        _ => throw NoRule.For(Kind),
    };
}

/// <summary>The rules of <see cref="Initialization"/>.</summary>
public enum InitializationKind
{
    /// <summary>N(0, S²).</summary>
    Normal,

    /// <summary>N(0, 1 / inputs), as in "Deep Learning from Scratch".</summary>
    Xavier,

    /// <summary>N(0, 2 / inputs).</summary>
    He,
}
