using System.Diagnostics;
using System.Globalization;

namespace Secant.Cli.Tests.Processes;

/// <summary>
/// A test with chance in it. The seed is printed, and taken from SECANT_TRIAL_SEED where that is set. With SECANT_FULL_MATRIX=1 the long
/// form runs, and what came of it becomes a row of docs/trials.md.
/// </summary>
internal sealed class Trial
{
    private readonly string _name;
    private readonly int _seed;
    private readonly long _started = Stopwatch.GetTimestamp();

    public Trial(string name)
    {
        _name = name;
        _seed = int.TryParse(Environment.GetEnvironmentVariable("SECANT_TRIAL_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : new Random().Next(1, 1_000_000);
        Random = new Random(_seed);
        Say($"seed {_seed} (SECANT_TRIAL_SEED={_seed} repeats it)");
    }

    /// <summary>Whether the long form is wanted.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("SECANT_FULL_MATRIX") == "1";

    public Random Random { get; }

    public static void RequireFull() => Assert.SkipUnless(IsFull, "takes minutes; SECANT_FULL_MATRIX=1 runs it");

    public void Say(string what) => TestContext.Current.TestOutputHelper?.WriteLine($"{_name}, {Stopwatch.GetElapsedTime(_started).TotalSeconds:F1} s: {what}");

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
