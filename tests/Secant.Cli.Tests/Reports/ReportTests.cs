using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Secant.Cli.Reports;
using Secant.Cli.Sweeps;
using Secant.Cli.Tests.Details;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Tests.Reports;

public sealed partial class ReportTests
{
    private static readonly ReportPlot Empty = new("x", "x", 200, 100, _ => new ScottPlot.Plot());

    private const string Attack = "<script>alert(\"1\")</script> & 'a' | `b` 시험";

    private static readonly ReportData Data = Samples.Report(Samples.Sweep());

    private static readonly ReportData Hostile = Samples.Report(new SweepResult(
        Attack, [new RowResult(1,
            [Samples.Completed with { Note = Attack }, Samples.Interrupted with { Note = "=1+1", Reason = Attack }])]));

    public static TheoryData<string> Languages => ["en", "ko"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Markdown_should_hold_the_table_of_the_report_the_findings_and_the_commands(string language) =>
        ApprovedText.Matches($"report-{language}",
        MarkdownReport.Of(Data, ReportWords.ByLanguage[language], ReportPlots.Of(Data, ReportWords.ByLanguage[language])));

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
        Assert.All(Reference().Matches(html),
            match => Assert.StartsWith("data:", match.Groups[1].Value, StringComparison.Ordinal));
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
        var runs = Samples.Repeats(0.7, 0.71)
            .Select((run, at) => run with { Spec = run.Spec with { StopWhenFlat = 5 }, Iteration = 60 + (10 * at) });
        var data = Samples.Report(new SweepResult(null, [new RowResult(1, [.. runs])]));
        Assert.Contains("| stopped at 60–70 |", MarkdownReport.Of(data, ReportWords.ByLanguage["en"], []),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "No winner: row 2 (120, 32, 0.05, 50) and row 1 (100, 32, 0.05, 50) cannot be told apart, 0.010 ± 0.050 "
        + "(95 %, seed by seed).")]
    [InlineData("ko", "우열을 가릴 수 없습니다: 2번 행 (120, 32, 0.05, 50) 대 1번 행 (100, 32, 0.05, 50), 차이 0.010 ± 0.050 (95 %, 같은 시드끼리).")]
    public void Report_should_say_that_there_is_no_winner(string language, string sentence) =>
        Assert.Equal(sentence, ReportWords.ByLanguage[language].Winner(Samples.Report(Two([0.6, 0.7, 0.8], [0.61, 0.69, 0.83]))));

    [Theory]
    [InlineData("en", "Ahead: row 1 (100, 32, 0.05, 50), before row 2 (120, 32, 0.05, 50) by 0.100; with one seed each nobody "
        + "can tell whether that is more than luck.", "One seed a row: no spread is known")]
    [InlineData("ko", "앞선 설정: 1번 행 (100, 32, 0.05, 50). 2번 행 (120, 32, 0.05, 50)보다 0.100 앞서지만 시드가 하나뿐이라 운인지 알 수 없습니다.",
        "행마다 시드가 하나뿐입니다")]
    public void Report_should_say_that_one_seed_tells_nothing_of_luck(string language, string sentence, string banner)
    {
        var words = ReportWords.ByLanguage[language];
        var data = Samples.Report(Two([0.7], [0.6]));
        Assert.Equal(sentence, words.Winner(data));
        Assert.Contains($"<p class=\"warning\">{banner}", HtmlReport.Of(data, words, []), StringComparison.Ordinal);
        Assert.DoesNotContain("<p class=\"warning\">", HtmlReport.Of(Data, words, []), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Iterations (·, 32, 0.05, 50): the accuracy changed from 100 to 120 by +0.010 ± 0.050 (no more than "
        + "noise).")]
    [InlineData("ko", "반복 횟수 (·, 32, 0.05, 50): 정확도 변화는 100에서 120까지 +0.010 ± 0.050 (잡음 이내).")]
    public void Finding_should_be_the_paired_difference_where_one_number_changed_alone(string language, string sentence)
    {
        var words = ReportWords.ByLanguage[language];
        var series = Assert.Single(Samples.Report(Two([0.6, 0.7, 0.8], [0.61, 0.69, 0.83])).Alone(words.SettingWords));
        Assert.Equal(sentence, words.Say(series));
    }

    [Fact]
    public void Finding_should_say_what_sets_its_specs_apart_when_others_have_the_same_numbers()
    {
        var relu = Two([0.8], [0.7]).Rows.Select(row =>
            new RowResult(row.Number + 2,
            [.. row.Runs.Select(run => run with { Spec = run.Spec with { Activation = "relu" } })]));
        var words = ReportWords.ByLanguage["en"];
        var said = Samples.Report(new SweepResult(null, [.. Two([0.7], [0.6]).Rows, .. relu])).Alone(words.SettingWords)
            .Select(words.Say);
        Assert.Equal(
            ["Iterations (·, 32, 0.05, 50; sigmoid): the accuracy changed from 100 to 120 by −0.100 (no interval).",
                "Iterations (·, 32, 0.05, 50; relu): the accuracy changed from 100 to 120 by −0.100 (no interval)."],
            said);
    }

    [Fact]
    public void Table_should_give_the_iteration_from_which_a_curve_is_flat()
    {
        var flat = Samples.Completed with
        {
            Curve = [.. Samples.Completed.Curve.Take(2),
            .. ((int[])[50, 75, 100, 125]).Select(at => new CurvePoint(at, null, 0.694))]
        };
        var text = MarkdownReport.Of(Samples.Report(new SweepResult(null, [new RowResult(1, [flat])])),
            ReportWords.ByLanguage["en"], []);
        Assert.Contains("| 100, 32, 0.05, 50 : 0.694 | - | 1 | 50 | 0.87 s |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_should_take_rows_of_one_spec_as_one()
    {
        // Four specs are too few to judge chance; with each row written twice there would be eight.
        var rows = Enumerable.Range(1, 8)
            .Select(number => new RowResult(number, [.. Samples.Repeats(0.5, 0.6).Select(run => run with
        {
            Spec = run.Spec with { Iterations = 100 * (1 + (number / 2 % 4)), Seed = run.Spec.Seed + (ulong)number },
            TestAccuracy = run.TestAccuracy + (number * 0.01),
        })]));
        var data = Samples.Report(new SweepResult(null, [.. rows]));
        Assert.Equal(4, data.Factors[0].Specs.Count);
        Assert.Null(data.Factors[0].Share);
    }

    [Fact]
    public void Provenance_should_count_the_crashes_and_name_the_machines()
    {
        var survivor = Samples.Completed with
        {
            Recoveries = 3,
            Nodes = 2,
            NodeNames = ["lab-01", "lab-07"],
            Build = Samples.Completed.Build! with { Commit = null }
        };
        var data = Samples.Report(new SweepResult(null, [new RowResult(1, [survivor])]));
        Assert.Contains("| 2 (lab-01, lab-07) | 3 |", MarkdownReport.Of(data, ReportWords.ByLanguage["en"], []),
            StringComparison.Ordinal);
        Assert.Contains("<dt>crashes survived</dt><dd>3</dd>", HtmlReport.Of(data, ReportWords.ByLanguage["en"], []),
            StringComparison.Ordinal);
        Assert.Contains("0.1.0 (커밋 알 수 없음)", HtmlReport.Of(data, ReportWords.ByLanguage["ko"], []), StringComparison.Ordinal);
    }

    [Fact]
    public void Costs_should_not_mix_runs_whose_passes_are_no_measure_of_each_other()
    {
        var naive = Samples.Completed with
        {
            Id = "n",
            Spec = Samples.Completed.Spec with { Kernel = "naive" },
            PassMilliseconds = new PassMilliseconds(900, 950)
        };
        var shared = Samples.Completed with { Id = "s", Nodes = 2, PassMilliseconds = new PassMilliseconds(0.4, 0.5) };
        var data = Samples.Report(new SweepResult(null, [new RowResult(1, [Samples.Completed, naive, shared])]));
        Assert.Equal(
            ["50 | 32 | incremental, 1 node | 0.56", "50 | 32 | incremental, 2 nodes | 0.40", "50 | 32 | naive, 1 node | 900.00"],
            CostTable.Rows(data, ReportWords.ByLanguage["en"]).Select(row => string.Join(" | ", row.Take(4)))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Korean_report_should_have_no_english_in_its_prose()
    {
        var runs = Samples.Repeats(0.6, 0.7).Select((run, at) => run with
        {
            Spec = run.Spec with { EvaluateEvery = 10 + at, StopWhenFlat = at == 0 ? 3 : null },
            Build = run.Build! with { Commit = null },
            ElapsedSeconds = 7380,
        });
        ExperimentDocument[] open =
        [
            Samples.Interrupted, Samples.Interrupted with { State = "paused", Reason = "paused by a person" },
                Samples.Interrupted with { State = "queued" },
            Samples.Interrupted with { State = "running" }, Samples.Interrupted with { State = "cancelled" },
            Samples.Interrupted with { State = "failed",
                Reason = "the loss or a partial derivative is not finite at iteration 7; try a smaller learning rate" },
        ];
        var rows = runs.Select((run, at) => new RowResult(at + 1, [run])).Append(new RowResult(3, open));
        var data = Samples.Report(new SweepResult("수업", [.. Samples.Sweep().Rows, .. rows])) with
        {
            Timelines = [TimelineSamples.Timeline]
        };
        var words = ReportWords.ByLanguage["ko"];
        var text = MarkdownReport.Of(data, words, ReportPlots.Of(data, words));
        var prose = NoProse().Replace(text, " ");
        string[] known =
        [
            "mnist", "sigmoid", "relu", "normal", "he", "raw", "unit", "incremental", "numpy", "SHA", "csv", "rows", "NET",
                "Debian", "x64", "cores", "k7m2xq", "k7m2zz", "srv", "my", "digits", "secant", "show", "timeline",
        ];
        Assert.Equal([], Words().Matches(prose).Select(word => word.Value).Distinct().Except(known));
        Assert.Contains("2시간 3분", text, StringComparison.Ordinal);
        Assert.Contains("평가 3번 동안 오르지 않으면", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep_file_of_a_report_should_make_the_same_runs_again()
    {
        var rows = Samples.Sweep().Rows.Append(
            new RowResult(4, [.. Samples.Repeats(0.1, 0.2, 0.3).Where(run => run.Spec.Seed != 2), Samples.Interrupted]));
        var result = new SweepResult("수업 \"2\"", [.. rows.Select(
            row => row with { Runs = [.. row.Runs.Select(
                run => run with { Spec =
                    run.Spec with { Iterations = row.Spec.Iterations + row.Number, Activation = row.Spec.Activation } })] })]);
        var plan = SweepFile.Parse("sweep.yaml", SweepYaml.Of(result), new SpecLimits(), new SweepFile.Overrides());
        Assert.Equal(result.Name, plan.Name);
        Assert.Equal(
            result.Rows.SelectMany(row => row.Runs.Select(run => row.Spec with { Seed = run.Spec.Seed, DataSha256 = "" })),
            plan.Runs.Select(run => SpecRecord.From(run.Spec)));
    }

    [Fact]
    public void Tables_of_rows_and_curves_should_hold_means_and_points()
    {
        var rows = Encoding.UTF8.GetString(CsvReport.Rows(Data)[3..]).Split("\r\n");
        Assert.Equal(
            "row,iterations,batch,rate,hidden,runs,completed,mean,standard_deviation,low_95,high_95,seconds_median,flat_from",
            rows[0]);
        Assert.StartsWith("1,100,32,0.05,50,3,3,", rows[1], StringComparison.Ordinal);
        Assert.Equal(0.661, double.Parse(rows[1].Split(',')[7], CultureInfo.InvariantCulture), 9);
        var curves = Encoding.UTF8.GetString(CsvReport.Curves(Data)[3..]).Split("\r\n");
        Assert.Equal(["row,id,seed,iteration,test_accuracy,loss", "1,1,1,0,0.0985,", "1,1,1,25,0.3215,2.21"], curves[..3]);
        Assert.Equal(1 + (9 * 5) + 1, curves.Length);
    }

    [Fact]
    public void Curves_beyond_those_drawn_should_be_said_to_be_left_out()
    {
        var rows = Enumerable.Range(1, 21).Select(number =>
            new RowResult(number, [Samples.Completed with { Spec = Samples.Completed.Spec with { HiddenSize = number } }]));
        Assert.EndsWith("Of the 21 rows the first 20 are drawn; a report of chosen IDS has others.",
            ReportWords.ByLanguage["en"].AboutCurves(Samples.Report(new SweepResult(null, [.. rows]))), StringComparison.Ordinal);
    }

    [Fact]
    public void Licence_should_stand_beside_the_font_that_is_shipped()
    {
        Assert.True(File.Exists(PlotTheme.FontFile));
        Assert.Contains("SIL OPEN FONT LICENSE", File.ReadAllText(
            Path.Combine(Path.GetDirectoryName(PlotTheme.FontFile)!, "OFL.txt")), StringComparison.OrdinalIgnoreCase);
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
        var bytes = CsvReport.Runs(Hostile);
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
            Assert.Equal("title", svg.Root!.Elements().First().Name.LocalName);
            Assert.StartsWith("수업 · mnist-10k: ", svg.Root.Elements().First().Value, StringComparison.Ordinal);
            Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName == "text"
                || element.Attributes().Any(attribute => attribute.Name.LocalName == "font-family"));
        }
    }

    [Fact]
    public void Korean_letters_should_be_outlines_in_vector_files_so_that_they_need_no_font()
    {
        // A font without Hangul would have the same box for each.
        var files = ((string[])["가", "나", "힣"]).Select(
            letter => Encoding.UTF8.GetString((Empty with { Heading = letter }).Svg(PlotTheme.Light))
                .Replace(letter, "", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, files.Distinct().Count());
        Assert.All(files, file => Assert.Contains("<path fill=\"#1F2328\" transform=\"", file, StringComparison.Ordinal));
    }

    [Fact]
    public void Name_of_the_sweep_should_be_seen_in_pictures_of_plots() =>
        Assert.NotEqual((Empty with { Heading = "수업" }).Png(PlotTheme.Light),
        (Empty with { Heading = "시험" }).Png(PlotTheme.Light));

    [Fact]
    public void Korean_letters_should_not_all_look_like_a_missing_one()
    {
        // A font without Hangul draws the same box for each.
        var pictures = ((string[])["가", "나", "힣"]).Select(letter => (Empty with { Heading = letter }).Png(PlotTheme.Light));
        Assert.Equal(3, pictures.Select(Convert.ToBase64String).Distinct().Count());
    }

    private static SweepResult Two(double[] first, double[] second) => new(
        null, [new RowResult(1, Samples.Repeats(first)),
            new RowResult(2, [.. Samples.Repeats(second)
                .Select(run => run with { Spec = run.Spec with { Iterations = 120 } })])]);

    // What is typed, names of files and fingerprints.
    [GeneratedRegex(@"secant run [^|]*|sweep\.yaml: .*|secant sweep sweep\.yaml|(?m:^    .*$)|"
        + @"\]\([^)]*\)|[0-9a-f]{12,}|\\--repeat")]
    private static partial Regex NoProse();

    [GeneratedRegex("[A-Za-z][A-Za-z0-9]+")]
    private static partial Regex Words();

    [GeneratedRegex("base64,[^\"]*")]
    private static partial Regex Pictures();

    [GeneratedRegex("(?:src|srcset|href)=\"([^\"]{0,40})")]
    private static partial Regex Reference();
}
