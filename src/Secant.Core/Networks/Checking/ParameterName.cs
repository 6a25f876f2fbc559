namespace Secant.Core.Networks.Checking;

/// <summary>Where a parameter stands in the book's arrays.</summary>
internal static class ParameterName
{
    /// <param name="shape">The net's sizes.</param>
    /// <param name="index">Index into the four arrays laid end to end.</param>
    /// <returns>Such as <c>W1[300,12]</c> or <c>b2[3]</c>.</returns>
    public static string Of(NetShape shape, long index)
    {
        var (d, h, c) = shape;
        var incoming = (long)d * h;
        var outgoing = (long)h * c;
        if (index < incoming)
        {
            return $"W1[{index / h},{index % h}]";
        }

        index -= incoming;
        if (index < h)
        {
            return $"b1[{index}]";
        }

        index -= h;
        return index < outgoing ? $"W2[{index / c},{index % c}]" : $"b2[{index - outgoing}]";
    }
}
