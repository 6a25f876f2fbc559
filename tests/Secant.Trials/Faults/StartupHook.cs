using Secant.Trials.Faults;

/// <summary>
/// Loaded into the program by DOTNET_STARTUP_HOOKS, the runtime's own switch: so the plugins beside it can be named in a
/// configuration, and the program itself has nothing that could be switched on.
/// </summary>
internal static class StartupHook
{
    // Being loaded is all that the plugins need.
    public static void Initialize() => ThrowingSignal.Listen();
}
