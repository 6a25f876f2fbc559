using Secant.Lab.Contracts;

namespace Secant.Cli.Monitor;

/// <summary>What becomes of the console when something comes in. Pure.</summary>
internal static class MonitorUpdate
{
    private const int EventsKept = 1000;
    private const int PageRows = 10;

    /// <returns>What the console is then, and what is to be done at the lab, if anything.</returns>
    public static (MonitorState State, MonitorAction? Action) Next(MonitorState state, MonitorInput input) => input switch
    {
        MonitorInput.Key key => Press(state with { Message = null }, key.Info),
        // What was said while the lab did not answer is over when it does.
        MonitorInput.Answer answer => (Take(state, answer.Status) with
        {
            AnsweredAt = answer.Now,
            MissedAt = null,
            Message = state.MissedAt is null ? state.Message : null
        }, null),
        MonitorInput.Miss miss => (state with { MissedAt = miss.Now }, null),
        MonitorInput.Outcome outcome => (state with { Message = outcome.Text }, null),
        MonitorInput.Leave => (state with { HasLeft = true }, null),
        _ => (state, null),
    };

    private static MonitorState Take(MonitorState state, StatusDocument status)
    {
        // Another start of the lab counts from 1 again.
        var known = state.Status is { } before && before.Lab.Since != status.Lab.Since ? [] : state.Known;
        var last = known is [var newest, ..] ? newest.Number : 0;
        var all = known.InsertRange(0, status.Events.Where(one => one.Number > last));
        return state with { Status = status, Known = all.Count > EventsKept ? all.GetRange(0, EventsKept) : all };
    }

    private static (MonitorState State, MonitorAction? Action) Press(MonitorState state, ConsoleKeyInfo key)
    {
        if (state.Asked is { } asked)
        {
            var isDone = key.KeyChar is 'y' or 'Y';
            return (state with { Asked = null, Message = isDone ? $"asks the lab: {asked.Command} ..." : null },
                isDone ? asked : null);
        }

        if (state.IsFiltering)
        {
            return (Type(state, key), null);
        }

        return (key.Key switch
        {
            ConsoleKey.UpArrow => Move(state, -1),
            ConsoleKey.DownArrow => Move(state, 1),
            ConsoleKey.PageUp => Move(state, -PageRows),
            ConsoleKey.PageDown => Move(state, PageRows),
            ConsoleKey.Home => Move(state, -EventsKept),
            ConsoleKey.End => Move(state, EventsKept),
            ConsoleKey.Tab => state with
            {
                Section = Beside(state.Section, key.Modifiers.HasFlag(ConsoleModifiers.Shift) ? -1 : 1)
            },
            ConsoleKey.Enter => Enter(state),
            ConsoleKey.Escape => Back(state),
            _ => Letter(state, key.KeyChar),
        }, null);
    }

    private static MonitorSection Beside(MonitorSection section, int by)
    {
        var all = Enum.GetValues<MonitorSection>().Length;
        return (MonitorSection)(((int)section + by + all) % all);
    }

    private static MonitorState Letter(MonitorState state, char letter) => letter switch
    {
        'k' => Move(state, -1),
        'j' => Move(state, 1),
        >= '1' and <= '3' => state with { Section = (MonitorSection)(letter - '1'), Page = MonitorPage.Overview },
        '/' => state with { IsFiltering = true, Page = MonitorPage.Overview },
        '?' or 'h' => state.Page == MonitorPage.Keys ? state : state with { Below = state.Page, Page = MonitorPage.Keys },
        'q' => state with { HasLeft = true },
        'p' => AskChange(state, LabProtocol.ChangeKind.Pause),
        'c' => AskChange(state, LabProtocol.ChangeKind.Continue),
        'x' => AskChange(state, LabProtocol.ChangeKind.Cancel),
        'd' => AskDrain(state),
        _ => state,
    };

    private static MonitorState AskChange(MonitorState state, LabProtocol.ChangeKind kind)
    {
        var isMeant = state.Page == MonitorPage.Experiment
            || state is { Page: MonitorPage.Overview, Section: MonitorSection.Experiments };
        return isMeant && state.Experiment is { } ended && ExperimentStates.IsEnd(ended.State)
            ? state with { Message = ExperimentStates.ForGood(ended.Id, ended.State) }
            : Ask(state, isMeant && state.Experiment is { } one ? new MonitorAction.Change(one.Id, kind) : null,
            "an experiment: 2, then its row");
    }

    private static MonitorState AskDrain(MonitorState state)
    {
        var isMeant = state.Page == MonitorPage.Node || state is { Page: MonitorPage.Overview, Section: MonitorSection.Nodes };
        return Ask(state, isMeant && state.Node is { } one ? new MonitorAction.Drain(one.Name) : null, "a node: 1, then its row");
    }

    private static MonitorState Ask(MonitorState state, MonitorAction? action, string how) =>
        state.IsReadOnly ? state with
        {
            Message = state.IsReplay ? "a replay changes nothing"
        : "this console is read-only; start it without --read-only to change anything"
        }
        : action is null ? state with { Message = $"choose {how}" }
        : state with { Asked = action };

    private static MonitorState Type(MonitorState state, ConsoleKeyInfo key) => key.Key switch
    {
        ConsoleKey.Enter => state with { IsFiltering = false },
        ConsoleKey.Escape => state with { IsFiltering = false, Filter = "" },
        ConsoleKey.Backspace => state with { Filter = state.Filter.Length > 0 ? state.Filter[..^1] : "" },
        _ => char.IsControl(key.KeyChar) ? state : state with { Filter = state.Filter + key.KeyChar },
    };

    private static MonitorState Move(MonitorState state, int by) => state switch
    {
        { Page: MonitorPage.Keys } => state,
        { Page: MonitorPage.Node } or { Page: MonitorPage.Overview, Section: MonitorSection.Nodes } =>
            state with { NodeName = Moved(state.Nodes, state.NodeRow, by)?.Name ?? state.NodeName },
        { Page: MonitorPage.Experiment } or { Section: MonitorSection.Experiments } =>
            state with { ExperimentId = Moved(state.Experiments, state.ExperimentRow, by)?.Id ?? state.ExperimentId },
        _ => state with
        {
            EventNumber = Moved(state.Events, state.EventRow, by) is { } one && one.Number != state.LastEvent
            ? one.Number : null
        },
    };

    private static T? Moved<T>(IReadOnlyList<T> rows, int row, int by)
        where T : class => rows.Count == 0 ? null : rows[Math.Clamp(row + by, 0, rows.Count - 1)];

    private static MonitorState Enter(MonitorState state) => state switch
    {
        { Page: MonitorPage.Overview, Section: MonitorSection.Nodes, Node: { } node } => ToNode(state, node.Name),
        { Page: MonitorPage.Overview, Section: MonitorSection.Experiments, Experiment: { } experiment } =>
            ToExperiment(state, experiment.Id),
        { Page: MonitorPage.Overview, Section: MonitorSection.Events } => state.Events.ElementAtOrDefault(state.EventRow) switch
        {
            { Node: { } node } => ToNode(state, node),
            { Experiment: { } experiment } => ToExperiment(state, experiment),
            _ => state,
        },
        _ => state,
    };

    private static MonitorState ToNode(MonitorState state, string name) =>
        state with { NodeName = name, Page = MonitorPage.Node };

    private static MonitorState ToExperiment(MonitorState state, string id) =>
        state with { ExperimentId = id, Page = MonitorPage.Experiment };

    private static MonitorState Back(MonitorState state) => state.Page switch
    {
        MonitorPage.Keys => state with { Page = state.Below },
        MonitorPage.Overview => state with { Filter = "" },
        _ => state with { Page = MonitorPage.Overview },
    };
}
