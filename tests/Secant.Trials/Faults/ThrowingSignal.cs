using System.Runtime.InteropServices;

namespace Secant.Trials.Faults;

/// <summary>Within the program: a signal whose handler throws what nobody catches, as a fault of the program's own would
/// be.</summary>
internal static class ThrowingSignal
{
    private static PosixSignalRegistration? _registration;

    /// <summary>Waits for <see cref="Signal.Throw"/>.</summary>
    public static void Listen() => _registration = PosixSignalRegistration.Create(
        (PosixSignal)(int)Signal.Throw, _ => throw new InvalidOperationException("thrown on purpose"));
}
