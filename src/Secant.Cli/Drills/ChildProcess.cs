using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Secant.Core;

namespace Secant.Cli.Drills;

/// <summary>This program once more, as a process of its own that is killed with the drill.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<ChildProcess, byte> Living = [];

    private readonly Process _process;
    private readonly string _line;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _changed = NewSource();
    private bool _isDisposed;

    private ChildProcess(ProcessStartInfo start)
    {
        _line = string.Join(' ', start.ArgumentList.Where(word => !word.EndsWith(".dll", StringComparison.Ordinal)));
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Exited += (_, _) => Take(null);
        _process.Start();
        Living.TryAdd(this, 0);
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <param name="folder">Holds everything that the process keeps.</param>
    /// <param name="arguments">What is typed after <c>secant</c>.</param>
    public static ChildProcess Start(string folder, params IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "secant"
            ? [path]
            : (string[])[Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host
            : "dotnet", Path.Combine(AppContext.BaseDirectory, "secant.dll")];
        var start = new ProcessStartInfo(program[0], [.. program[1..], .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };

        // The runtime's pipes for debuggers would be left in the temporary folder by what is killed.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["SECANT_STORE"] = Path.Combine(folder, "store");
        start.Environment["SECANT_DATA"] = Path.Combine(folder, "data");
        return new ChildProcess(start);
    }

    /// <summary>Kills all that were started and not disposed of.</summary>
    public static void KillAll()
    {
        foreach (var child in Living.Keys)
        {
            child.Kill();
        }
    }

    /// <summary>How many lines so far are like this.</summary>
    public int Count(string pattern)
    {
        lock (_lock)
        {
            return _lines.Count(line => Regex.IsMatch(line, pattern));
        }
    }

    /// <summary>Waits for a line, whenever it came.</summary>
    /// <param name="pattern">What it is like.</param>
    /// <param name="times">Which one of those that are, from 1.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="SecantException">The process left before it.</exception>
    public async Task<Match> LineAsync(string pattern, int times, CancellationToken cancellation)
    {
        while (true)
        {
            Task change;
            lock (_lock)
            {
                var found = _lines.Select(line => Regex.Match(line, pattern)).Where(match => match.Success)
                    .ElementAtOrDefault(times - 1);
                if (found is not null)
                {
                    return found;
                }

                change = _changed.Task;
            }

            if (_process.HasExited)
            {
                // Its last lines may still be on their way.
                await _process.WaitForExitAsync(cancellation).ConfigureAwait(false);
                if (change == _changed.Task)
                {
                    throw new SecantException(Failure.Work,
                        $"'secant {_line}' left with {_process.ExitCode}: {string.Join(" | ", _lines.TakeLast(3))}");
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
            return (_process.ExitCode, string.Join('\n', _lines));
        }
    }

    /// <summary>Kills it, as kill -9 does, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
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

    private void Take(string? line)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (line is not null)
            {
                _lines.Add(line);
            }

            changed = _changed;
            _changed = NewSource();
        }

        changed.SetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
