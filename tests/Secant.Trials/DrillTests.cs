using System.Runtime.Versioning;
using Secant.Cli.Drills;
using Secant.Lab.Contracts;

namespace Secant.Trials;

/// <summary>The drills, as a user runs them.</summary>
[Collection(RealProcesses.Name)]
public sealed class DrillTests : IAsyncDisposable
{
    // Three minutes are promised; on a machine that does much else it takes longer.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(8);

    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact(Timeout = 600_000)]
    public async Task Drill_should_heal_everything_to_the_fingerprint_of_the_unbroken_run()
    {
        var process = Start("drill");
        var code = await process.ExitAsync(Bound);
        TestContext.Current.TestOutputHelper?.WriteLine(process.Output);
        Assert.Equal((0, ""), (code, process.Error));
        Assert.All(
            (string[])
            [
                @"^kill-worker +healed in \d+\.\d\d s, same fingerprint$",
                @"^hang-worker +healed in \d+\.\d\d s, same fingerprint$",
                @"^kill-lab +healed in \d+\.\d\d s, same fingerprint$",
                @"^cut-network +healed in \d+\.\d\d s, same fingerprint$",
                @"^fill-disk +healed in \d+\.\d\d s, same fingerprint$",
                "^5 of 5 healed ",
                " the lab: w2 was lost: its connection broke$",

                // Which of the two comes first depends on how long passes take.
                " w2 (is late with iteration .* opened elsewhere|was lost: it gave no sign of life for .*)$",
                " w2 woke up and joined again by itself$",
                " goes on from the checkpoint at pass [1-9]",
                " both workers found it again by themselves$",
                " mended it; w1 joined again by itself$",
                " the experiment is paused: .* no space is left: ",
                " a second experiment was refused, ",
            ],
            pattern => Assert.Matches("(?m)" + pattern, process.Output));
        AssertNothingIsLeft();
    }

    [Theory(Timeout = 300_000)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Drill_should_leave_nothing_behind_when_it_is_interrupted(int times)
    {
        var process = Start("drill", "kill-worker");
        await process.LineAsync("killed w2", patience: Bound);
        for (var time = 0; time < times; time++)
        {
            process.Send(Signal.Interrupt);
        }

        Assert.Equal(130, await process.ExitAsync());
        AssertNothingIsLeft();
    }

    [Fact(Timeout = 600_000)]
    public async Task Drill_should_fail_when_something_does_not_heal_and_name_what_it_skipped()
    {
        using var harness = new CommandHarness();
        var (isHealed, output) = await harness.WatchAsync(context => new DrillRunner(context)
            .RunAsync([new NotHere(), new Incurable()], TestContext.Current.CancellationToken));
        Assert.False(isHealed);
        Assert.Matches(@"(?m)^not-here +skipped: this machine has none$", output);
        Assert.Matches(@"(?m)^incurable +NOT HEALED: the experiment is cancelled at pass \d+ already$", output);
        Assert.Contains("0 of 1 healed, 1 skipped, in ", output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 300_000)]
    public async Task Drill_should_not_be_called_healed_when_nothing_could_be_tried()
    {
        using var harness = new CommandHarness();
        var (isHealed, output) = await harness.WatchAsync(
            context => new DrillRunner(context).RunAsync([new NotHere()], TestContext.Current.CancellationToken));
        Assert.False(isHealed);
        Assert.Contains("0 of 0 healed, 1 skipped, in ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drill_should_leave_with_2_when_there_is_none_of_that_name()
    {
        var result = await _sandbox.RunAsync("drill", "nonsense");
        Assert.Equal(2, result.Code);
        Assert.StartsWith("WHAT: expected kill-worker, hang-worker, kill-lab, cut-network, fill-disk or all, found 'nonsense'",
            result.SingleErrorLine(), StringComparison.Ordinal);
    }

    private SecantProcess Start(params string[] words)
    {
        Directory.CreateDirectory(_sandbox["tmp"]);
        return _sandbox.Start(words, new Dictionary<string, string> { ["TMPDIR"] = _sandbox["tmp"] });
    }

    private void AssertNothingIsLeft()
    {
        Assert.Empty(Directory.EnumerateDirectories(_sandbox["tmp"], "secant-drill-*"));
        Assert.False(Directory.Exists(_sandbox["store"]), "a drill keeps to its own folder");
        if (OperatingSystem.IsLinux())
        {
            Assert.Empty(ProcessesWith($"SECANT_STORE={_sandbox["tmp"]}"));
        }
    }

    [SupportedOSPlatform("linux")]
    private static List<string> ProcessesWith(string variable) =>
        [.. Directory.EnumerateDirectories("/proc").Where(
        folder => int.TryParse(Path.GetFileName(folder), out _)
            && Environment(folder).Contains(variable, StringComparison.Ordinal))];

    private static string Environment(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private sealed class NotHere : Drill
    {
        public override string Name => "not-here";

        public override string Summary => "what this machine cannot do";

        public override string? Obstacle => "this machine has none";

        public override Task<TimeSpan> BreakAsync(DrillLab lab, Action<string> say, CancellationToken cancellation) =>
            throw new InvalidOperationException("it was to be skipped");
    }

    private sealed class Incurable : Drill
    {
        public override string Name => "incurable";

        public override string Summary => "the experiment is cancelled";

        public override async Task<TimeSpan> BreakAsync(DrillLab lab, Action<string> say, CancellationToken cancellation)
        {
            say(await lab.Client.ChangeAsync("1", LabProtocol.ChangeKind.Cancel, cancellation));
            return await lab.GoesOnAsync(int.MaxValue - 2, 0, cancellation);
        }
    }
}
