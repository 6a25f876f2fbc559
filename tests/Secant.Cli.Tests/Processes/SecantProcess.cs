using System.Globalization;
using System.Text.RegularExpressions;
using Secant.Cli.Drills;

namespace Secant.Cli.Tests.Processes;

/// <summary>
/// The built program as a process of its own. Every wait has an end; whatever still runs at disposal is killed, stopped or not.
/// </summary>
internal sealed class SecantProcess : IAsyncDisposable
{
    /// <summary>How long anything may take on a crowded machine before the test gives up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>What runs the built program.</summary>
    public static readonly IReadOnlyList<string> Program =
    [
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet",
        Path.Combine(AppContext.BaseDirectory, "secant.dll"),
    ];

    // A shell has its background jobs ignore Ctrl-C, and their children with them; then `env` has the program hear it all the
    // same.
    private static readonly string[] HearsInterrupts = IgnoresInterrupts() ? ["env", "--default-signal=INT"] : [];

    private readonly ChildProcess _process;

    private SecantProcess(ChildProcess process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => _process.Text(isError: false);

    public string Error => _process.Text(isError: true);

    /// <param name="folder">Home, store and data of the process.</param>
    /// <param name="arguments">What is typed after <c>secant</c>.</param>
    /// <param name="variables">Environment on top of the sandbox's.</param>
    /// <param name="wrapper">A program and its arguments that ends by executing what follows, such as <c>ip netns exec
    /// NAME</c>.</param>
    public static SecantProcess Start(
        string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null,
        IReadOnlyList<string>? wrapper = null)
    {
        var start = ChildProcess.InSandbox([.. wrapper ?? [], .. HearsInterrupts, .. Program, .. arguments], folder);
        start.Environment.Remove("XDG_DATA_HOME");
        start.Environment["HOME"] = folder;
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new SecantProcess(new ChildProcess(start));
    }

    public void Send(Signal signal) => Signals.Send(Id, signal);

    /// <summary>Kills it and waits until it is gone.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>How many lines of either stream are like this.</summary>
    public int Count(string pattern) => _process.Count(pattern);

    /// <summary>Waits for a line on either stream.</summary>
    /// <param name="pattern">What it is like.</param>
    /// <param name="times">Which one of those that are, from 1; lines that came before count, too.</param>
    /// <param name="patience">How long to wait at most; null is <see cref="Patience"/>.</param>
    /// <exception cref="TimeoutException">No such line came in time.</exception>
    public Task<Match> LineAsync(string pattern, int times = 1, TimeSpan? patience = null) =>
        InTimeAsync(limit => _process.LineAsync(pattern, times, limit), $"to a line like '{pattern}'", patience);

    /// <summary>Waits until a milestone of a run tells of an iteration or a later one.</summary>
    public Task<Match> MilestoneAsync(int iteration) => InTimeAsync(
        limit => _process.LineAsync(
            text => Regex.Match(text, @"^iteration (\d+)/") is { Success: true } match && Number(match) >= iteration ? match
                : null,
            limit),
        $"to iteration {iteration}",
        patience: null);

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public async Task<int> ExitAsync(TimeSpan? patience = null) =>
        (await InTimeAsync(_process.ExitAsync, "to its end", patience).ConfigureAwait(false)).Code;

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static int Number(Match match) => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> wait, string what, TimeSpan? patience)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience ?? Patience);
        try
        {
            return await wait(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"it did not come {what} in time; {_process.Tail()}");
        }
    }

    private static bool IgnoresInterrupts()
    {
        const string Ignored = "SigIgn:";
        const ulong Interrupt = 1UL << ((int)Signal.Interrupt - 1);
        return OperatingSystem.IsLinux()
            && File.ReadLines("/proc/self/status").First(line => line.StartsWith(Ignored, StringComparison.Ordinal)) is var line
            && (ulong.Parse(line.AsSpan(Ignored.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt)
            != 0;
    }
}
