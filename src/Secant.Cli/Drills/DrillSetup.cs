namespace Secant.Cli.Drills;

/// <summary>What a drill's lab consists of.</summary>
internal sealed record DrillSetup(string Folder)
{
    // So often that a break comes soon after a checkpoint, and that one is due soon after it.
    private const string Settings = "secant.checkpoint { interval = 500ms, cost-limit = 0.2 }\n";

    /// <summary>Worker processes of a core each.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Cores of the lab's own process; 0 or 1.</summary>
    public int LabCores { get; init; }

    /// <summary>The port that the lab binds to; 0 is any.</summary>
    public int Port { get; init; }

    /// <summary>Lines of the lab's configuration.</summary>
    public string LabSettings { get; init; } = "";

    /// <summary>Lines of the workers' configuration.</summary>
    public string WorkerSettings { get; init; } = "";

    public string LabFile => Path.Combine(Folder, "lab.hocon");

    public string WorkerFile => Path.Combine(Folder, "worker.hocon");

    /// <summary>Writes the configurations.</summary>
    public void Write()
    {
        File.WriteAllText(LabFile, Settings + LabSettings);
        File.WriteAllText(WorkerFile, WorkerSettings);
    }
}
