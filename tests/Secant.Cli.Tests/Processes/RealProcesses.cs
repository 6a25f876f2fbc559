namespace Secant.Cli.Tests.Processes;

/// <summary>Tests whose times mean something: one after the other, and with nothing beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class RealProcesses
{
    public const string Name = "processes";
}
