namespace Secant.Cli.Reports;

/// <summary>A piece of a report, the same in every format.</summary>
internal abstract record ReportBlock
{
    public sealed record Heading(string Text) : ReportBlock;

    public sealed record Paragraph(string Text, ParagraphKind Kind = ParagraphKind.Plain) : ReportBlock;

    public sealed record Bullets(IReadOnlyList<string> Lines) : ReportBlock;

    /// <summary>Names with their values.</summary>
    public sealed record Facts(IReadOnlyList<(string Name, string Value)> Lines) : ReportBlock;

    /// <param name="Name">Its kind, for its looks.</param>
    /// <param name="Caption">Its number and what it shows.</param>
    /// <param name="Heads">A text a column.</param>
    /// <param name="Rows">A text a column each.</param>
    public sealed record Table(string Name, string Caption, IReadOnlyList<string> Heads,
        IReadOnlyList<IReadOnlyList<string>> Rows) : ReportBlock;

    /// <param name="Plot">The plot.</param>
    /// <param name="Caption">Its number and what it shows.</param>
    public sealed record Figure(ReportPlot Plot, string Caption) : ReportBlock;

    /// <summary>Text to be copied as it is.</summary>
    public sealed record Verbatim(string Title, string Text) : ReportBlock;

    /// <summary>Where the runs of a row came from.</summary>
    /// <param name="Title">The row and what came of it.</param>
    /// <param name="Heads">A text a column.</param>
    /// <param name="Runs">A text a column each.</param>
    public sealed record Origin(string Title, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Runs)
        : ReportBlock;
}

/// <summary>How much a paragraph matters.</summary>
internal enum ParagraphKind
{
    Plain,

    /// <summary>What else to know.</summary>
    Soft,

    /// <summary>The result.</summary>
    Finding,

    /// <summary>What is wrong with the result.</summary>
    Warning,
}
