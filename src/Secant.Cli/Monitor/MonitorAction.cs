using Secant.Lab.Contracts;

namespace Secant.Cli.Monitor;

/// <summary>Something that a person wants done at the lab.</summary>
internal abstract record MonitorAction
{
    private MonitorAction()
    {
    }

    /// <summary>The command that does the same.</summary>
    public abstract string Command { get; }

    /// <summary>What is asked before it is done.</summary>
    public string Question => $"secant {Command} - press y to do it, any other key to leave it";

    /// <summary>Pause, continue or cancel an experiment.</summary>
    public sealed record Change(string Id, LabProtocol.ChangeKind Kind) : MonitorAction
    {
        public override string Command => Kind switch
        {
            LabProtocol.ChangeKind.Pause => $"pause {Id}",
            LabProtocol.ChangeKind.Continue => $"continue {Id}",
            _ => $"cancel {Id}",
        };
    }

    /// <summary>Have a node hand over what it holds.</summary>
    public sealed record Drain(string Node) : MonitorAction
    {
        public override string Command => $"drain {Node}";
    }
}
