namespace Secant.Cli.Drills;

/// <summary>A temporary folder that goes with the drill, and the drill's processes before it, however the drill ends short of
/// SIGKILL.</summary>
internal sealed class DrillFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("secant-drill-");

    public DrillFolder() => AppDomain.CurrentDomain.ProcessExit += Leave;

    public string this[string name] => Path.Combine(_folder.FullName, name);

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Leave;
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows keeps files of a killed process for a moment; it is a temporary folder.
        }
    }

    // A second Ctrl-C leaves at once, past every finally.
    private void Leave(object? sender, EventArgs e)
    {
        ChildProcess.KillAll();
        Dispose();
    }
}
