using Secant.Lab.Contracts;

namespace Secant.Cli.Monitor;

/// <summary>What comes to the console from outside.</summary>
internal abstract record MonitorInput
{
    private MonitorInput()
    {
    }

    /// <summary>A key was pressed.</summary>
    public sealed record Key(ConsoleKeyInfo Info) : MonitorInput;

    /// <summary>The lab answered.</summary>
    public sealed record Answer(StatusDocument Status, DateTimeOffset Now) : MonitorInput;

    /// <summary>The lab did not answer.</summary>
    public sealed record Miss(DateTimeOffset Now) : MonitorInput;

    /// <summary>An action was done, or refused; the line says which.</summary>
    public sealed record Outcome(string Text) : MonitorInput;

    /// <summary>The terminal has another size, or was drawn over.</summary>
    public sealed record Redraw : MonitorInput;

    /// <summary>The terminal is gone, or the process is to end.</summary>
    public sealed record Leave : MonitorInput;
}
