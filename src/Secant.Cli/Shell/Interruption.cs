using System.Runtime.InteropServices;
using Secant.Cli.Terminal;

namespace Secant.Cli.Shell;

/// <summary>
/// Ctrl-C and SIGTERM. The first asks the command to checkpoint and leave; the second leaves at once, which loses no more than
/// what came after the last checkpoint.
/// </summary>
/// <param name="leave">Ends the process at once.</param>
public sealed class Interruption(Action leave) : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _signals;

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Listens to the signals of this process.</summary>
    public static Interruption OfProcess()
    {
        var interruption = new Interruption(LeaveProcess);
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            interruption._registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                interruption.Signal();
            }));
        }

        return interruption;
    }

    /// <summary>What a signal does.</summary>
    public void Signal()
    {
        if (Interlocked.Increment(ref _signals) == 1)
        {
            _source.Cancel();
        }
        else
        {
            leave();
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private static void LeaveProcess()
    {
        if (!Console.IsOutputRedirected)
        {
            // A live view hides the cursor, and nothing after this line would bring it back.
            Console.CursorVisible = true;
        }

        Environment.Exit(ExitCode.Interrupted);
    }
}
