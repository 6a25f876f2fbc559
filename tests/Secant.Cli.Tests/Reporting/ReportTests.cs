using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Secant.Cli.Reporting;
using Secant.Cli.Sweeps;

namespace Secant.Cli.Tests.Reporting;

public sealed partial class ReportTests
{
    private const string Attack = "<script>alert(\"1\")</script> & 'a' | `b` 시험";

    private static readonly ReportData Data = Samples.Report(Samples.Sweep());

    private static readonly ReportData Hostile = Samples.Report(new SweepResult(
        Attack, [new RowResult(1, [Samples.Completed with { Note = Attack }, Samples.Interrupted with { Note = "=1+1", Reason = Attack }])]));

    public static TheoryData<string> Languages => ["en", "ko"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Markdown_should_hold_the_table_of_the_report_the_findings_and_the_commands(string language) =>
        ApprovedText.Matches($"report-{language}", MarkdownReport.Of(Data, ReportWords.ByLanguage[language], ReportPlots.Of(Data, ReportWords.ByLanguage[language])));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Page_should_need_nothing_from_elsewhere_and_hold_a_light_and_a_dark_picture_of_each_plot(string language)
    {
        var words = ReportWords.ByLanguage[language];
        var plots = ReportPlots.Of(Data, words);
        var html = HtmlReport.Of(Data, words, plots);
        Assert.Equal(7, plots.Count);
        Assert.Equal(plots.Count, Regex.Count(html, "srcset=\"data:image/png;base64,"));
        Assert.Equal(plots.Count, Regex.Count(html, "img src=\"data:image/png;base64,"));
        Assert.All(Reference().Matches(html), match => Assert.StartsWith("data:", match.Groups[1].Value, StringComparison.Ordinal));
        Assert.DoesNotContain("http", Pictures().Replace(html, ""), StringComparison.Ordinal);
        Assert.Contains("100, 32, 0.05, 50 : 0.661", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_should_show_names_notes_and_reasons_as_text_whatever_they_hold()
    {
        var html = HtmlReport.Of(Hostile, ReportWords.ByLanguage["en"], []);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.True(Regex.Count(html, "&lt;script&gt;alert\\(&quot;1&quot;\\)&lt;/script&gt; &amp; &#39;a&#39;") >= 4);
    }

    [Fact]
    public void Table_should_say_where_runs_stopped_when_they_were_flat()
    {
        var runs = Samples.Repeats(0.7, 0.71).Select((run, at) => run with { Spec = run.Spec with { StopWhenFlat = 5 }, Iteration = 60 + (10 * at) });
        var data = Samples.Report(new SweepResult(null, [new RowResult(1, [.. runs])]));
        Assert.Contains("| stopped at 60–70 |", MarkdownReport.Of(data, ReportWords.ByLanguage["en"], []), StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_should_keep_a_note_within_its_cell()
    {
        var text = MarkdownReport.Of(Hostile, ReportWords.ByLanguage["en"], []);
        Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
        Assert.Contains(@"\| \`b\` 시험", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_should_quote_what_needs_it_and_disarm_what_a_spreadsheet_would_run()
    {
        var bytes = CsvReport.Of(Hostile);
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal(4, lines.Length);
        Assert.EndsWith(",\"<script>alert(\"\"1\"\")</script> & 'a' | `b` 시험\"", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",'=1+1", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("1,k7m2xq,completed,100,32,0.05,50,1,0.694,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Plots_should_be_pictures_of_twice_the_size_and_vector_files_with_korean_text()
    {
        foreach (var plot in ReportPlots.Of(Data, ReportWords.ByLanguage["ko"]))
        {
            var png = plot.Png(PlotTheme.Light);
            Assert.Equal("\u0089PNG", Encoding.Latin1.GetString(png[..4]));
            Assert.Equal(plot.Width * 2, (png[18] << 8) | png[19]);
            var svg = XDocument.Parse(Encoding.UTF8.GetString(plot.Svg(PlotTheme.Light)));
            Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "text" && element.Value.Any(letter => letter is >= '가' and <= '힣'));
        }
    }

    [Fact]
    public void Korean_letters_should_not_all_look_like_a_missing_one()
    {
        // A font without Hangul draws the same box for each.
        var pictures = ((string[])["가", "나", "힣"]).Select(letter => new ReportPlot("x", "x", 200, 100, _ =>
        {
            var plot = new ScottPlot.Plot();
            plot.XLabel(letter);
            return plot;
        }).Png(PlotTheme.Light));
        Assert.Equal(3, pictures.Select(Convert.ToBase64String).Distinct().Count());
    }

    [GeneratedRegex("base64,[^\"]*")]
    private static partial Regex Pictures();

    [GeneratedRegex("(?:src|srcset|href)=\"([^\"]{0,40})")]
    private static partial Regex Reference();
}
