using System.Globalization;
using System.Text.RegularExpressions;

namespace Secant.Trials;

/// <summary>
/// A real terminal: a tmux of its own with one window, in which a shell runs one program and tells what it left. Where tmux is
/// missing the test is skipped.
/// </summary>
internal sealed class Tmux : IAsyncDisposable
{
    private static int _made;

    private readonly string _socket =
        string.Create(CultureInfo.InvariantCulture, $"secant-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}");

    private Tmux()
    {
    }

    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="script">What the shell runs.</param>
    public static async Task<Tmux> StartAsync(int width, int height, string script)
    {
        try
        {
            await Tool.RunAsync("tmux -V").ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            Assert.Skip($"needs tmux: {e.Message}");
        }

        var made = new Tmux();
        await made.RunAsync("-f", "/dev/null", "new-session", "-d", "-x", $"{width}", "-y", $"{height}", script)
            .ConfigureAwait(false);
        return made;
    }

    /// <summary>The screen's letters.</summary>
    public Task<string> ScreenAsync() => RunAsync("capture-pane", "-p");

    /// <summary>The screen with its colours.</summary>
    public Task<string> ColouredAsync() => RunAsync("capture-pane", "-p", "-e");

    /// <summary>A value of the terminal, such as <c>cursor_flag</c>.</summary>
    public async Task<string> ValueAsync(string name) =>
        (await RunAsync("display-message", "-p", $"#{{{name}}}").ConfigureAwait(false)).Trim();

    public Task PressAsync(params string[] keys) => RunAsync(["send-keys", .. keys]);

    public Task ResizeAsync(int width, int height) => RunAsync("resize-window", "-x", $"{width}", "-y", $"{height}");

    /// <summary>Waits until the screen shows something.</summary>
    /// <returns>The screen.</returns>
    public async Task<string> ShownAsync(string pattern, TimeSpan? patience = null, bool isColoured = false)
    {
        var screen = "";
        await LabOfProcesses.UntilAsync(
            async () =>
            {
                screen = await (isColoured ? ColouredAsync() : ScreenAsync()).ConfigureAwait(false);
                return Regex.IsMatch(screen, pattern);
            },
            $"a screen with '{pattern}'",
            patience,
            () => screen).ConfigureAwait(false);
        return screen;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await RunAsync("kill-server").ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // The window was closed before, and the server with it.
        }
    }

    private Task<string> RunAsync(params string[] arguments) => Tool.RunAsync(["tmux", "-L", _socket, .. arguments]);
}
