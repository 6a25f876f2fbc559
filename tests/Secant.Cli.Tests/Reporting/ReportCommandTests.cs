using System.Diagnostics;

namespace Secant.Cli.Tests.Reporting;

/// <summary>The real lab and store; the page in a browser where there is one.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly CommandHarness harness = new();

    public void Dispose() => harness.Dispose();

    [Fact]
    public async Task Report_should_show_the_sweep_of_the_name_in_its_order()
    {
        await MakeAsync();
        var result = await harness.RunAsync(["report", "--sweep", "수업", "--out", harness.Folder["out"], "--lang", "ko"]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        var text = await File.ReadAllTextAsync(Path.Combine(harness.Folder["out"], "report.md"), TestContext.Current.CancellationToken);
        Assert.Matches(@"(?s)# 실험 모음: 수업.*\| 1 \| 6, 8, 0\.05, 10 : 0\.\d{3} ± .*\| 2 \| 4, 8, 0\.05, 10 : ", text);
        Assert.Equal(2 * 7, Directory.GetFiles(harness.Folder["out"], "*.?n?").Length + Directory.GetFiles(harness.Folder["out"], "*.svg").Length);
    }

    [Theory]
    [InlineData("report 7", 1, "no experiment '7'")]
    [InlineData("report --sweep other", 1, "there are 수업")]
    [InlineData("report 1 --sweep 수업", 2, "found both")]
    [InlineData("report --lang fr", 2, "--lang")]
    public async Task Report_should_refuse_what_is_not_there(string line, int code, string part)
    {
        await MakeAsync();
        var result = await harness.RunAsync(line);
        Assert.Equal(code, result.Code);
        Assert.Contains(part, result.SingleErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_should_open_in_a_browser_without_complaint()
    {
        var browser = Browsers.FirstOrDefault(File.Exists);
        Assert.SkipWhen(browser is null, "no Chromium on this machine");
        await MakeAsync();
        await harness.RunAsync(["report", "--sweep", "수업", "--out", harness.Folder["out"]]);
        var start = new ProcessStartInfo(browser!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", $"--user-data-dir={harness.Folder["browser"]}", "--dump-dom",
                new Uri(Path.Combine(harness.Folder["out"], "report.html")).AbsoluteUri,
            },
        };
        using var process = Process.Start(start)!;
        var page = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var log = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("<table class=\"results\">", await page, StringComparison.Ordinal);
        Assert.DoesNotContain("CONSOLE", log, StringComparison.Ordinal);
    }

    private async Task MakeAsync()
    {
        var file = harness.Folder["sweep.yaml"];
        await File.WriteAllTextAsync(
            file, "name: 수업\nrepeat: 2\nexperiments: [[6, 8, 0.05, 10], [4, 8, 0.05, 10], [4, 4, 0.02, 9]]\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await harness.RunAsync(["sweep", file, "--quiet"])).Code);
    }
}
