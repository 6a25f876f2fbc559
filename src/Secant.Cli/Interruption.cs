using System.Runtime.InteropServices;

namespace Secant.Cli;

/// <summary>
/// Ctrl-C and SIGTERM. The first asks the command to checkpoint and leave; the second leaves at once, which loses no more than what
/// came after the last checkpoint.
/// </summary>
/// <param name="leave">Ends the process at once.</param>
public sealed class Interruption(Action leave) : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private int signals;

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Listens to the signals of this process.</summary>
    public static Interruption OfProcess()
    {
        var interruption = new Interruption(LeaveProcess);
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            interruption.registrations.Add(PosixSignalRegistration.Create(signal, context =>
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
        if (Interlocked.Increment(ref signals) == 1)
        {
            source.Cancel();
        }
        else
        {
            leave();
        }
    }

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
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
