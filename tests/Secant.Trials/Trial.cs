using System.Diagnostics;
using System.Globalization;

namespace Secant.Trials;

/// <summary>
/// A test with chance in it. The seed is printed; <c>--seed N</c> repeats it. In the long form what came of it becomes a row of
/// docs/trials.md.
/// </summary>
internal sealed class Trial
{
    /// <summary>The trait of trials that belong to one form only.</summary>
    public const string Form = "form";

    /// <summary>Takes minutes, or measures what needs a quiet machine.</summary>
    public const string Long = "long";

    /// <summary>The environment variable that has the seed.</summary>
    public const string SeedVariable = "SECANT_TRIAL_SEED";

    private readonly string _name;
    private readonly int _seed;
    private readonly long _started = Stopwatch.GetTimestamp();

    public Trial(string name)
    {
        _name = name;
        _seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out var given)
            ? given
            : new Random().Next(1, 1_000_000);
        Random = new Random(_seed);
        Say($"seed {_seed} (--seed {_seed} repeats it)");
    }

    /// <summary>Whether the long form is wanted.</summary>
    public static bool IsFull { get; set; }

    public Random Random { get; }

    public void Say(string what) => TestContext.Current.TestOutputHelper?.WriteLine(
        $"{_name}, {Stopwatch.GetElapsedTime(_started).TotalSeconds:F1} s: {what}");

    /// <summary>Sets the row of this trial.</summary>
    public void Record(string result)
    {
        Say(result);
        if (IsFull)
        {
            TrialTable.Set(_name, $"| {_name} | {result} | {_seed} |");
        }
    }
}
