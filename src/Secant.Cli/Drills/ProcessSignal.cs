using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Secant.Cli.Drills;

/// <summary>Stops a process without its doing anything about it, and lets it go on. There is no such thing on Windows.</summary>
internal static class ProcessSignal
{
    public static bool IsSupported => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    public static void Stop(int process) => Send(process, OperatingSystem.IsMacOS() ? 17 : 19);

    public static void Continue(int process) => Send(process, OperatingSystem.IsMacOS() ? 19 : 18);

    private static void Send(int process, int signal)
    {
        if (Kill(process, signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"signal {signal} could not be sent to process {process}");
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
