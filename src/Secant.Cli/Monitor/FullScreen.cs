using System.Runtime.InteropServices;
using System.Text;

namespace Secant.Cli.Monitor;

/// <summary>
/// The terminal's other screen, without cursor. The terminal is given back as it was on every way out: when this is disposed of,
/// when the process exits or crashes, and when the connection hangs up. Ctrl-Z does nothing.
/// </summary>
internal sealed class FullScreen : IDisposable
{
    // Other screen, no cursor, no wrapping at the right edge.
    private const string Begin = "\e[?1049h\e[?25l\e[?7l";

    // The arrow keys' mode is the runtime's, which leaves it on.
    private const string End = "\e[0m\e[2J\e[?7h\e[?25h\e[?1049l\e[?1l\e>";

    private const int UsualWidth = 80;
    private const int UsualHeight = 24;

    private readonly Lock _lock = new();
    private readonly Stream _terminal = Console.OpenStandardOutput();
    private readonly List<PosixSignalRegistration> _signals = [];
    private bool _isThere;

    /// <param name="redraw">Called when the screen has to be drawn anew.</param>
    /// <param name="leave">Called when the terminal is gone.</param>
    public FullScreen(Action redraw, Action leave)
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        AppDomain.CurrentDomain.UnhandledException += OnExit;
        On(PosixSignal.SIGHUP, context => Leave(context, leave));
        On(PosixSignal.SIGQUIT, context => Leave(context, leave));
        if (!OperatingSystem.IsWindows())
        {
            On(PosixSignal.SIGWINCH, _ => redraw());
            On(PosixSignal.SIGCONT, _ => redraw());

            // Stopped, it would leave the shell on this screen without a cursor; leaving and coming back loses nothing.
            On(PosixSignal.SIGTSTP, context => context.Cancel = true);
        }

        _isThere = true;
        Send(Begin);
    }

    /// <summary>Columns and rows as they are now; the usual ones where the terminal does not say.</summary>
    public static (int Width, int Height) Size =>
        (Console.WindowWidth, Console.WindowHeight) is var size and ( > 0, > 0) ? size : (UsualWidth, UsualHeight);

    public void Write(string text)
    {
        lock (_lock)
        {
            if (_isThere)
            {
                Send(text);
            }
        }
    }

    public void Dispose()
    {
        GiveBack();
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        AppDomain.CurrentDomain.UnhandledException -= OnExit;
    }

    private static void Leave(PosixSignalContext context, Action leave)
    {
        context.Cancel = true;
        leave();
    }

    private void On(PosixSignal signal, Action<PosixSignalContext> handler) =>
        _signals.Add(PosixSignalRegistration.Create(signal, handler));

    private void OnExit(object? sender, EventArgs e) => GiveBack();

    private void GiveBack()
    {
        lock (_lock)
        {
            if (_isThere)
            {
                _isThere = false;
                Send(End);
            }
        }
    }

    private void Send(string text)
    {
        try
        {
            _terminal.Write(Encoding.UTF8.GetBytes(text));
            _terminal.Flush();
        }
        catch (IOException)
        {
            // The terminal is gone; its hanging up is told by a signal or at the keyboard.
        }
    }
}
