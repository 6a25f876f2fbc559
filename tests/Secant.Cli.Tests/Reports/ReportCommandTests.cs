using System.Text.RegularExpressions;
using SkiaSharp;

namespace Secant.Cli.Tests.Reports;

/// <summary>The real lab and store; the page in a browser where there is one.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private readonly CommandHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Report_should_show_the_sweep_of_the_name_in_its_order()
    {
        await MakeAsync();
        var result = await _harness.RunAsync(["report", "--sweep", "수업", "--out", _harness.Folder["out"], "--lang", "ko"]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        var text = await File.ReadAllTextAsync(Path.Combine(_harness.Folder["out"], "report.md"),
            TestContext.Current.CancellationToken);
        Assert.Matches(@"(?s)# 실험 모음: 수업.*\| 1 \| 6, 8, 0\.05, 10 : 0\.\d{3} ± .*\| 2 \| 4, 8, 0\.05, 10 : ", text);
        Assert.Equal(2 * 7, Directory.GetFiles(_harness.Folder["out"], "*.?n?").Length
            + Directory.GetFiles(_harness.Folder["out"], "*.svg").Length);
    }

    [Theory]
    [InlineData("report 7", 1, "no experiment '7'")]
    [InlineData("report --sweep other", 1, "there are 수업")]
    [InlineData("report 1 --sweep 수업", 2, "found both")]
    [InlineData("report --lang fr", 2, "--lang")]
    public async Task Report_should_refuse_what_is_not_there(string line, int code, string part)
    {
        await MakeAsync();
        var result = await _harness.RunAsync(line);
        Assert.Equal(code, result.Code);
        Assert.Contains(part, result.SingleErrorLine(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("light", "#ffffff")]
    [InlineData("dark", "#15181d")]
    public async Task Page_should_show_every_plot_and_table_in_a_browser_without_complaint(string theme, string page)
    {
        await MakeAsync();
        await _harness.RunAsync(["report", "--sweep", "수업", "--out", _harness.Folder["out"]]);
        using var browser = Browser.OrSkip(_harness.Folder["browser"]);
        var opened = await browser.OpenAsync(Path.Combine(_harness.Folder["out"], "report.html"), theme == "dark");
        Assert.Equal(7, Regex.Count(opened.Dom, "<figure>"));
        Assert.Contains("<table class=\"results\">", opened.Dom, StringComparison.Ordinal);
        Assert.Contains("<table class=\"cost\">", opened.Dom, StringComparison.Ordinal);
        Assert.DoesNotContain("CONSOLE", opened.Log, StringComparison.Ordinal);

        // The page's colour at its edge; the plots' own light or dark ground is the same, so that no other ground is to be seen.
        using var picture = SKBitmap.Decode(opened.Screenshot);
        Assert.Equal(SKColor.Parse(page), picture.GetPixel(3, 3));
        var other = SKColor.Parse(theme == "dark" ? "#ffffff" : "#15181d");
        Assert.InRange(picture.Pixels.Count(pixel => pixel == other), 0, picture.Width * picture.Height / 100);

        // Points of the plots' second colour: the means, in every plot of accuracy.
        var mark = SKColor.Parse(theme == "dark" ? "#ff9e4a" : "#d55e00");
        Assert.True(picture.Pixels.Count(pixel => pixel == mark) > 100, "no means are to be seen in the plots");
    }

    private async Task MakeAsync()
    {
        var file = _harness.Folder["sweep.yaml"];
        await File.WriteAllTextAsync(
            file, "name: 수업\nrepeat: 2\nexperiments: [[6, 8, 0.05, 10], [4, 8, 0.05, 10], [4, 4, 0.02, 9]]\n",
                TestContext.Current.CancellationToken);
        var swept = await _harness.RunAsync(["sweep", file, "--quiet"]);
        Assert.Equal((0, ""), (swept.Code, swept.Error));
    }
}
