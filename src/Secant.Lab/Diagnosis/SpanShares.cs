using Secant.Lab.Contracts;

namespace Secant.Lab.Diagnosis;

/// <summary>What time goes to, in the order in which it is shown.</summary>
public static class SpanShares
{
    /// <summary>The words, each with the letter that stands for it in a bar.</summary>
    public static IReadOnlyList<(string Name, char Letter, Func<SpansDocument, double> Share)> All { get; } =
    [
        ("computing", 'c', spans => spans.Compute),
        ("waiting", 'w', spans => spans.Waiting),
        ("network", 'n', spans => spans.Network),
        ("lab", 'l', spans => spans.Coordinator),
        ("checkpoint", 'k', spans => spans.Checkpoint),
        ("evaluation", 'e', spans => spans.Evaluation),
        ("opening", 'o', spans => spans.Opening),
        ("paused", 'p', spans => spans.Held),
    ];

    /// <summary>The shares of several stretches together.</summary>
    public static IReadOnlyList<(string Name, double Share)> Of(IReadOnlyCollection<SpansDocument> stretches)
    {
        var seconds = stretches.Sum(spans => spans.Seconds);
        return [.. All.Select(
            one => (one.Name, seconds > 0 ? stretches.Sum(spans => one.Share(spans) * spans.Seconds) / seconds : 0))];
    }
}
