using System.Text.Json;

namespace Secant.Cli.Tests.Shell;

/// <summary>Whatever a note holds, it is shown as letters of one line, and stored as it is.</summary>
public sealed class NoteCommandTests
{
    private const string Note = "\e[2J\e]0;title\a\rfake \u202e\u009b\nfaked";

    [Fact]
    public async Task Note_should_reach_no_terminal_as_an_order_and_be_exact_in_json()
    {
        using var harness = new CommandHarness();
        var ran = await harness.RunAsync(["run", "0", "8", "0.05", "10", "--note", Note]);
        Assert.Equal(0, ran.Code);
        foreach (var line in (string[])["list", "show 1", "show 1 --timeline", "show 1 --json", "list --json",
            $"report --out {harness.Folder["r"]}"])
        {
            var result = await harness.RunAsync(line);
            Assert.Equal((0, ""), (result.Code, result.Error));
            Assert.Equal("", Orders(result.Output));
        }

        Assert.Contains("note        ?[2J?]0;title? fake ?? faked", ran.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await harness.RunAsync("show 1 --json")).Output);
        Assert.Equal(Note, json.RootElement.GetProperty("note").GetString());
        Assert.All(
            Directory.GetFiles(harness.Folder["r"])
                .Where(file => Path.GetExtension(file) is ".md" or ".html" or ".yaml" or ".csv"),
            file => Assert.Equal("", Orders(File.ReadAllText(file))));
    }

    private static string Orders(string text) => string.Concat(
        text.Where(letter => (char.IsControl(letter) && letter is not ('\n' or '\r')) || letter == '\u202e')
            .Select(letter => $"{(int)letter:x} "));
}
