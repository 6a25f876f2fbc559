using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Secant.Cli.Tests.Processes;

/// <summary>A signal that a test sends; the numbers are Linux's.</summary>
internal enum Signal
{
    HangUp = 1,
    Interrupt = 2,
    Kill = 9,

    /// <summary>SIGUSR1, on which the trials have the program throw.</summary>
    Throw = 10,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>The system call behind kill(1).</summary>
internal static partial class Signals
{
    /// <exception cref="Win32Exception">The process is gone, or another user's.</exception>
    public static void Send(int process, Signal signal)
    {
        if (Kill(process, (int)signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{signal} could not be sent to process {process}");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
