namespace Secant.Cli.Monitor;

/// <summary>Which page of the console is shown.</summary>
internal enum MonitorPage
{
    Overview,
    Node,
    Experiment,
    Keys,
}

/// <summary>Which list of the overview the keys go to.</summary>
internal enum MonitorSection
{
    Nodes,
    Experiments,
    Events,
}
