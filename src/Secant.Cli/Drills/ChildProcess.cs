using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Secant.Core;

namespace Secant.Cli.Drills;

/// <summary>A process of its own that is killed with this one, and what it has written so far.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int LinesTold = 20;

    private static readonly ConcurrentDictionary<ChildProcess, byte> Living = [];

    private readonly Process _process;
    private readonly string _line;
    private readonly Lock _lock = new();
    private readonly List<(bool IsError, string Text)> _lines = [];
    private TaskCompletionSource _changed = NewSource();
    private bool _isDisposed;

    /// <param name="start">What to start, with its streams redirected.</param>
    public ChildProcess(ProcessStartInfo start)
    {
        _line = string.Join(' ', start.ArgumentList.Where(word => !word.EndsWith(".dll", StringComparison.Ordinal)));
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(false, line.Data);
        _process.ErrorDataReceived += (_, line) => Take(true, line.Data);
        _process.Exited += (_, _) => Take(false, null);
        _process.Start();
        Living.TryAdd(this, 0);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>This program once more.</summary>
    /// <param name="folder">Holds everything that the process keeps.</param>
    /// <param name="arguments">What is typed after <c>secant</c>.</param>
    public static ChildProcess Start(string folder, params IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "secant"
            ? [path]
            : (string[])
            [
                Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
                Path.Combine(AppContext.BaseDirectory, "secant.dll"),
            ];
        var start = InSandbox([.. program, .. arguments], folder);

        // The runtime's pipes for debuggers would be left in the temporary folder by what is killed.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        var child = new ChildProcess(start);
        child._process.StandardInput.Close();
        return child;
    }

    /// <summary>A program whose store and data are in a folder of their own.</summary>
    public static ProcessStartInfo InSandbox(IReadOnlyList<string> words, string folder)
    {
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["SECANT_STORE"] = Path.Combine(folder, "store");
        start.Environment["SECANT_DATA"] = Path.Combine(folder, "data");
        return start;
    }

    /// <summary>Kills all that were started and not disposed of.</summary>
    public static void KillAll()
    {
        foreach (var child in Living.Keys)
        {
            child.Kill();
        }
    }

    /// <summary>What it has written to one of its streams.</summary>
    public string Text(bool isError)
    {
        lock (_lock)
        {
            return string.Concat(_lines.Where(line => line.IsError == isError).Select(line => line.Text + "\n"));
        }
    }

    /// <summary>How many lines so far are like this.</summary>
    public int Count(string pattern)
    {
        lock (_lock)
        {
            return _lines.Count(line => Regex.IsMatch(line.Text, pattern));
        }
    }

    /// <summary>Waits for a line on either stream, whenever it came.</summary>
    /// <param name="pattern">What it is like.</param>
    /// <param name="times">Which one of those that are, from 1.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="SecantException">The process left before it.</exception>
    public Task<Match> LineAsync(string pattern, int times, CancellationToken cancellation) => LineAsync(
        text => Regex.Match(text, pattern) is { Success: true } match && --times == 0 ? match : null, cancellation);

    /// <summary>Waits for the first line that something is found in, whenever it came.</summary>
    /// <exception cref="SecantException">The process left before it.</exception>
    public async Task<Match> LineAsync(Func<string, Match?> find, CancellationToken cancellation)
    {
        for (var seen = 0; ;)
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

            if (_process.HasExited)
            {
                // Its last lines may still be on their way.
                await _process.WaitForExitAsync(cancellation).ConfigureAwait(false);
                if (change == _changed.Task)
                {
                    throw new SecantException(Failure.Work, $"a process left with {_process.ExitCode} before its time: {Tail()}");
                }

                continue;
            }

            await change.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code and all that it wrote.</returns>
    public async Task<(int Code, string Output)> ExitAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        lock (_lock)
        {
            return (_process.ExitCode, string.Join('\n', _lines.Select(line => line.Text)));
        }
    }

    /// <summary>Kills it, as kill -9 does, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
    }

    /// <summary>What was started, and its last lines.</summary>
    public string Tail()
    {
        lock (_lock)
        {
            return $"'secant {_line}' wrote: {string.Join(" | ", _lines.TakeLast(LinesTold).Select(line => line.Text))}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await KillAsync().ConfigureAwait(false);
        Living.TryRemove(this, out _);
        _process.Dispose();
    }

    private void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    private void Take(bool isError, string? line)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (line is not null)
            {
                _lines.Add((isError, line));
            }

            changed = _changed;
            _changed = NewSource();
        }

        changed.SetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
