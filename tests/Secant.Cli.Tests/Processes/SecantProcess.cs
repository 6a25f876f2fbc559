using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

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

    private readonly Process _process;
    private readonly string _line;
    private readonly Lock _lock = new();
    private readonly List<(bool IsError, string Text)> _lines = [];
    private TaskCompletionSource _changed = NewSource();

    private SecantProcess(ProcessStartInfo start)
    {
        _line = string.Join(' ', start.ArgumentList);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(false, line.Data);
        _process.ErrorDataReceived += (_, line) => Take(true, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => Text(isError: false);

    public string Error => Text(isError: true);

    /// <param name="folder">Home, store and data of the process.</param>
    /// <param name="arguments">What is typed after <c>secant</c>.</param>
    /// <param name="variables">Environment on top of the sandbox's.</param>
    /// <param name="wrapper">A program and its arguments that ends by executing what follows, such as <c>ip netns exec
    /// NAME</c>.</param>
    public static SecantProcess Start(
        string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null,
        IReadOnlyList<string>? wrapper = null)
    {
        string[] words = [.. wrapper ?? [], .. HearsInterrupts, .. Program, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment.Remove("XDG_DATA_HOME");
        start.Environment["HOME"] = folder;
        start.Environment["SECANT_STORE"] = Path.Combine(folder, "store");
        start.Environment["SECANT_DATA"] = Path.Combine(folder, "data");
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new SecantProcess(start);
    }

    public void Send(Signal signal) => Signals.Send(Id, signal);

    /// <summary>Kills it and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync().ConfigureAwait(false);
    }

    /// <summary>How many lines of either stream are like this.</summary>
    public int Count(string pattern)
    {
        lock (_lock)
        {
            return _lines.Count(line => Regex.IsMatch(line.Text, pattern));
        }
    }

    /// <summary>Waits for a line on either stream.</summary>
    /// <param name="pattern">What it is like.</param>
    /// <param name="times">Which one of those that are, from 1; lines that came before count, too.</param>
    /// <param name="patience">How long to wait at most; null is <see cref="Patience"/>.</param>
    /// <exception cref="TimeoutException">No such line came, or the process left before it.</exception>
    public Task<Match> LineAsync(string pattern, int times = 1, TimeSpan? patience = null) => LineAsync(
        text => Regex.Match(text, pattern) is { Success: true } match && --times == 0 ? match : null, $"a line like '{pattern}'",
            patience);

    /// <summary>Waits until a milestone of a run tells of an iteration or a later one.</summary>
    public Task<Match> MilestoneAsync(int iteration) => LineAsync(
        text => Regex.Match(text, @"^iteration (\d+)/") is { Success: true } match && Number(match) >= iteration ? match : null,
        $"iteration {iteration}",
        null);

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public async Task<int> ExitAsync(TimeSpan? patience = null)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(patience ?? Patience);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"'{_line}' did not end in time; {Tail()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience).ConfigureAwait(false);
        }

        _process.Dispose();
    }

    private static int Number(Match match) => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    private async Task<Match> LineAsync(Func<string, Match?> find, string what, TimeSpan? patience)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience ?? Patience);
        var seen = 0;
        while (true)
        {
            Task change;
            lock (_lock)
            {
                for (; seen < _lines.Count; seen++)
                {
                    if (find(_lines[seen].Text) is { } found)
                    {
                        return found;
                    }
                }

                change = _changed.Task;
            }

            try
            {
                if (_process.HasExited)
                {
                    await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                    lock (_lock)
                    {
                        if (seen == _lines.Count)
                        {
                            throw new TimeoutException($"'{_line}' left with {_process.ExitCode} before {what}; {Tail()}");
                        }
                    }
                }
                else
                {
                    await Task.WhenAny(change, _process.WaitForExitAsync(limit.Token)).WaitAsync(limit.Token)
                        .ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"'{_line}' did not come to {what}; {Tail()}");
            }
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

    private void Take(bool isError, string? text)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (text is not null)
            {
                _lines.Add((isError, text));
            }

            changed = _changed;
            _changed = NewSource();
        }

        changed.SetResult();
    }

    private string Text(bool isError)
    {
        lock (_lock)
        {
            return string.Concat(_lines.Where(line => line.IsError == isError).Select(line => line.Text + "\n"));
        }
    }

    private string Tail()
    {
        lock (_lock)
        {
            return "it wrote: " + string.Join(" | ", _lines.TakeLast(20).Select(line => line.Text));
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
