using System.Globalization;
using Secant.Cli.Details;
using Secant.Cli.Forecasts;
using Secant.Cli.Terminal;
using Spectre.Console;

namespace Secant.Cli.Plans;

/// <summary>A plan for people: what it takes here, on the lab and the book's way, and what changes that.</summary>
internal static class PlanText
{
    private const int LabelWidth = 10;

    public static void Write(IAnsiConsole console, PlanDocument plan)
    {
        if (plan.Name is not null || plan.Rows.Count > 1)
        {
            console.Write(Rows(plan));
        }

        console.Write(Places(plan));
        foreach (var (label, text) in Notes(plan))
        {
            console.WritePlainLine($" {label.PadRight(LabelWidth)}{text}");
        }

        if (plan.Growth.Count > 0)
        {
            console.WritePlainLine();
            console.WritePlainLine(" With one number changed, it takes here (the book's way):");
            console.Write(Growth(plan));
        }
    }

    private static Table Rows(PlanDocument plan)
    {
        var table = Table(("#", true), ("iterations, batch, rate, hidden", false), ("runs to do", true), ("a run here", true),
            ("a pass", true), ("a run the book's way", true));
        foreach (var row in plan.Rows)
        {
            Add(
                table,
                row.Row.ToString(CultureInfo.InvariantCulture),
                ResultRow.Numbers(row.Spec),
                row.Runs.ToString(CultureInfo.InvariantCulture)
                    + (row.RunsThere is { } there ? string.Create(CultureInfo.InvariantCulture, $", lab {there}") : ""),
                Figures.Duration(row.Seconds),
                Figures.Pass(row.PassMilliseconds),
                Figures.Long(row.BookSeconds));
        }

        return table;
    }

    private static Table Places(PlanDocument plan)
    {
        var table = Table(("", false), ("time", true), ("nine in ten take", true), ("a pass", true), ("memory", true),
            ("wire", true), ("cores", false));
        if (plan.Here is { } here)
        {
            Add(table, here, "here", "");
        }

        if (plan.Lab is { } lab)
        {
            Add(table, lab, "lab", $" on {string.Join(", ", lab.Nodes)}");
        }

        var row = plan.Rows[0];
        var book = plan.Rows.Count == 1 && row.Spec.Iterations > 0 ? Figures.Long(row.BookSeconds / row.Spec.Iterations) : "";
        Add(table, "the book", Figures.Long(plan.BookSeconds), "", book, "", "", "1");
        return table;
    }

    private static void Add(Table table, PlaceForecast place, string name, string where) => Add(
        table,
        name,
        Figures.Duration(place.Seconds),
        ForecastText.Interval(place.LowSeconds, place.HighSeconds),
        place.PassMilliseconds is { } pass ? Figures.Pass(pass) : "",
        Figures.Bytes(place.MemoryBytes),
        Figures.Bytes(place.WireBytes) + (place.WireBytesAPass is { } bytes and > 0 ? $", {Figures.Bytes(bytes)} a pass" : ""),
        place.Cores + where);

    private static IEnumerable<(string Label, string Text)> Notes(PlanDocument plan)
    {
        var row = plan.Rows[0];
        if (plan.Refusal is { } refusal)
        {
            yield return ("here", $"cannot run here: {refusal}");
        }

        if (plan.Rows.Count == 1)
        {
            yield return ("net", string.Create(CultureInfo.InvariantCulture,
                $"{row.Parameters:#,0} parameters, {Figures.Bytes(row.ParameterBytes)} in the store; {row.Spec.Data}"));
        }

        var times = plan.Here is { Seconds: > 0 and var seconds }
            ? $", {Figures.Large(plan.BookSeconds / seconds)} times as long as here" : "";
        yield return ("the book",
            $"two whole forward passes for every parameter, by a sample in plain loops{times}; a tuned matrix product takes "
                + "about a tenth");
        if (plan.Rows.All(each => each.Runs == 0))
        {
            yield return ("store", $"it holds all of these runs: nothing is to be done{(plan.Lab is null ? "" : " here")}");
        }

        if (plan.Rows.All(each => each.RunsThere == 0))
        {
            yield return ("lab", "its store holds all of these runs: nothing is to be done there");
        }

        if (plan.Lab is not null)
        {
            yield return ("lab", "judged by its nodes' own speed, with nothing else running there; data sets that it lacks are "
                + "not counted");
        }

        yield return ("forecasts", HistoryTable.Summary(plan.History));
    }

    private static Table Growth(PlanDocument plan)
    {
        var table = Table(("", false), ("half", false), ("as it is", false), ("twice", false), ("ten times", false));
        foreach (var row in plan.Growth)
        {
            var asItIs = row.Costs.Select(
                cost => $"{Figures.Setting(cost.Value)}: {(cost.Seconds is { } seconds ? Figures.Duration(seconds) : "cannot "
                    + "run here")} ({Figures.Long(cost.BookSeconds)})").ToList();

            // Half of one is one.
            Add(table, [row.Number, .. asItIs.Count < 4 ? asItIs.Prepend("") : asItIs]);
        }

        return table;
    }

    private static Table Table(params ReadOnlySpan<(string Name, bool IsNumber)> columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (name, isNumber) in columns)
        {
            var column = new TableColumn(name).NoWrap();
            table.AddColumn(isNumber ? column.RightAligned() : column);
        }

        return table;
    }

    private static void Add(Table table, params IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}
