namespace Secant.Cli.Tests.Processes;

/// <summary>Tests that start processes: one after the other, and with nothing beside them, so that their times mean
/// something.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class RealProcesses
{
    public const string Name = "processes";
}
