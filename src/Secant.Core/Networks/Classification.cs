namespace Secant.Core.Networks;

/// <summary>From logits to classes.</summary>
public static class Classification
{
    /// <summary>True if the label's logit is the largest; of equal ones the first wins, and NaN is never right.</summary>
    public static bool IsRight(ReadOnlySpan<double> logits, int label)
    {
        for (var c = 0; c < logits.Length; c++)
        {
            if (c < label ? !(logits[c] < logits[label]) : !(logits[c] <= logits[label]))
            {
                return false;
            }
        }

        return true;
    }
}
