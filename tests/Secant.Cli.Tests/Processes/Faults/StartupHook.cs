/// <summary>
/// Loaded into the program by DOTNET_STARTUP_HOOKS, the runtime's own switch: so the plugins beside it can be named in a configuration, and
/// the program itself has nothing that could be switched on.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        // Being loaded is all that is needed.
    }
}
