using System.Diagnostics;

namespace Secant.Cli.Tests.Reports;

/// <summary>A Chromium without a window, its profile in a folder of the test.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly string _program;
    private readonly string _folder;

    private Browser(string program, string folder)
    {
        _program = program;
        _folder = folder;
    }

    /// <summary>Counts the test as skipped where there is none.</summary>
    public static Browser OrSkip(string folder)
    {
        var program = Array.Find(Places, File.Exists);
        Assert.SkipWhen(program is null, "no Chromium on this machine");
        return new Browser(program!, folder);
    }

    /// <summary>Opens a page from disk.</summary>
    /// <returns>What it holds once loaded, what the browser complained of, and the whole of it as a picture.</returns>
    public async Task<(string Dom, string Log, byte[] Screenshot)> OpenAsync(string page, bool isDark)
    {
        var address = new Uri(page).AbsoluteUri;
        var picture = Path.Combine(_folder, "page.png");
        string[] theme = isDark ? ["--blink-settings=preferredColorScheme=0"] : [];
        var (dom, log) = await RunAsync([.. theme, "--dump-dom", address]);
        await RunAsync([.. theme, "--hide-scrollbars", "--window-size=1100,4000", $"--screenshot={picture}", address]);
        return (dom, log, await File.ReadAllBytesAsync(picture, TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task<(string Output, string Error)> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(_program, ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
            $"--user-data-dir={_folder}", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (await output, error);
    }
}
