using System.Collections.Immutable;
using Secant.Cli.Details;
using Secant.Lab.Contracts;

namespace Secant.Cli.Monitor;

/// <summary>
/// What the console knows and what is chosen in it. Rows are chosen by name, so that the choice stays where it is while others
/// come and go.
/// </summary>
internal sealed record MonitorState
{
    /// <summary>No key changes anything at the lab.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>What is shown is over.</summary>
    public bool IsReplay { get; init; }

    /// <summary>What the lab said last; null before its first answer.</summary>
    public StatusDocument? Status { get; init; }

    /// <summary>What happened, the newest first.</summary>
    public ImmutableList<HappeningDocument> Known { get; init; } = [];

    /// <summary>When the lab answered last, by this machine's clock.</summary>
    public DateTimeOffset AnsweredAt { get; init; }

    /// <summary>When it was last seen not to answer; null while it does.</summary>
    public DateTimeOffset? MissedAt { get; init; }

    public MonitorPage Page { get; init; }

    /// <summary>The page under the one with the keys.</summary>
    public MonitorPage Below { get; init; }

    public MonitorSection Section { get; init; } = MonitorSection.Experiments;

    /// <summary>Only what holds this text is shown.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Keys go into the filter.</summary>
    public bool IsFiltering { get; init; }

    /// <summary>What waits for a yes.</summary>
    public MonitorAction? Asked { get; init; }

    /// <summary>A line for the person, until the next key.</summary>
    public string? Message { get; init; }

    public bool HasLeft { get; init; }

    /// <summary>Name of the node that is chosen; null for the first one.</summary>
    public string? NodeName { get; init; }

    public string? ExperimentId { get; init; }

    public long? EventNumber { get; init; }

    /// <summary>The newest event known; later ones are to be asked for.</summary>
    public long LastEvent => Known is [var newest, ..] ? newest.Number : 0;

    /// <summary>Nodes that the filter leaves, those in trouble first.</summary>
    public IReadOnlyList<NodeDocument> Nodes => [.. (Status?.Nodes ?? [])
        .Where(node => Holds(node.Name, node.State, node.Address, string.Join(' ', node.Experiments)))
        .OrderBy(Rank)];

    /// <summary>Experiments that the filter leaves: at work, waiting, ended.</summary>
    public IReadOnlyList<ExperimentDocument> Experiments => [.. (Status?.Experiments ?? [])
        .Where(experiment => Holds(experiment.Id, experiment.State, ResultRow.Numbers(experiment.Spec), experiment.Note ?? ""))
        .OrderBy(Rank)];

    public IReadOnlyList<HappeningDocument> Events =>
        [.. Known.Where(one => Holds(one.Kind, one.Text, one.Node ?? "", one.Experiment ?? ""))];

    /// <summary>The node chosen, by its row among <see cref="Nodes"/>; the first where it is not there.</summary>
    public int NodeRow => Row(Nodes, node => node.Name == NodeName);

    public int ExperimentRow => Row(Experiments, experiment => experiment.Id == ExperimentId);

    public int EventRow => Row(Events, one => one.Number == EventNumber);

    /// <summary>The node that keys mean: on a page of its own whatever the filter says.</summary>
    public NodeDocument? Node => Page == MonitorPage.Node
        ? Status?.Nodes.FirstOrDefault(node => node.Name == NodeName)
        : Nodes.ElementAtOrDefault(NodeRow);

    public ExperimentDocument? Experiment => Page == MonitorPage.Experiment
        ? Status?.Experiments.FirstOrDefault(experiment => experiment.Id == ExperimentId)
        : Experiments.ElementAtOrDefault(ExperimentRow);

    private static int Rank(NodeDocument node) => node.State switch
    {
        NodeStates.Lost => 0,
        NodeStates.Suspect => 1,
        _ => 2,
    };

    private static int Rank(ExperimentDocument experiment) => experiment.State switch
    {
        ExperimentStates.Running => 0,
        ExperimentStates.Paused => 1,
        ExperimentStates.Queued => 2,
        _ => 3,
    };

    private static int Row<T>(IReadOnlyList<T> rows, Func<T, bool> isChosen) =>
        rows.Index().Where(row => isChosen(row.Item)).Select(row => row.Index).FirstOrDefault();

    private bool Holds(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Contains(Filter, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
