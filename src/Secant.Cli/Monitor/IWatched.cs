using Secant.Lab.Contracts;

namespace Secant.Cli.Monitor;

/// <summary>What the console looks at.</summary>
internal interface IWatched
{
    /// <summary>Time between two questions.</summary>
    TimeSpan Interval { get; }

    /// <param name="eventsAfter">The newest event known.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Null where there is no answer.</returns>
    Task<StatusDocument?> AskAsync(long eventsAfter, CancellationToken cancellation);

    /// <summary>Does what a person confirmed.</summary>
    /// <returns>How things stand then, in one line.</returns>
    Task<string> DoAsync(MonitorAction action, CancellationToken cancellation);
}
