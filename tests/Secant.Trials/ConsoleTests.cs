using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Trials.Faults;

namespace Secant.Trials;

/// <summary>The console in a real terminal, before a lab of real processes.</summary>
[Collection(RealProcesses.Name)]
public sealed class ConsoleTests
{
    private static readonly ExperimentSpec Long =
        new() { Iterations = 1_000_000, BatchSize = 16, LearningRate = 0.05, HiddenSize = 72, EvaluateEvery = 1_000 };

    [Fact(Timeout = 180_000)]
    public async Task Console_should_show_a_killed_worker_red_within_3_s_and_back_as_it_really_is()
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        await using var tmux = await Tmux.StartAsync(80, 24, Script(lab));
        await lab.StaffAsync(2);
        var id = await lab.SubmitAsync(Long, 2);
        await tmux.ShownAsync(@"(?s)w1 +busy.*w2 +busy.*1 +running");

        var killed = Stopwatch.GetTimestamp();
        await lab.LoseAsync(lab.Workers[1]);
        await tmux.ShownAsync(@"31mw2\b.*31mlost", isColoured: true);
        var seen = Stopwatch.GetElapsedTime(killed).TotalSeconds;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"red after {seen:F2} s"));
        Assert.True(seen < 3, $"the killed worker was red after {seen:F1} s");
        await tmux.ShownAsync(@"died +w2 was lost: its connection broke");

        lab.StartWorker();
        await tmux.ShownAsync("(?s)w3 +busy.*joined +w3 joined");

        await tmux.ResizeAsync(160, 48);
        await tmux.ShownAsync(@"heartbeat cores +speed computing +memory +units +pass median experiments why");

        await tmux.PressAsync("p");
        await tmux.ShownAsync($"secant pause {id} - press y");
        await tmux.PressAsync("y");
        await tmux.ShownAsync(@"\bpaused ");

        await tmux.PressAsync("q");
        await AssertGivenBackAsync(tmux, 0);
    }

    // One lab for all, as starting it takes longest. Only kill -9 leaves no way to give anything back.
    [Fact(Timeout = 120_000)]
    public async Task Console_should_give_the_terminal_back_however_it_is_left()
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        foreach (var way in (string[])["q", "C-c", nameof(Signal.Terminate), nameof(Signal.HangUp), nameof(Signal.Throw)])
        {
            TestContext.Current.TestOutputHelper?.WriteLine(way);
            await using var tmux = await Tmux.StartAsync(80, 24, Script(lab));
            await tmux.ShownAsync("no nodes yet");
            Assert.Equal(("1", "0"), (await tmux.ValueAsync("alternate_on"), await tmux.ValueAsync("cursor_flag")));
            if (Enum.TryParse<Signal>(way, out var signal))
            {
                var shell = await tmux.ValueAsync("pane_pid");
                var console = (await Tool.RunAsync($"pgrep -P {shell}")).Trim();
                Signals.Send(int.Parse(console, CultureInfo.InvariantCulture), signal);
            }
            else
            {
                await tmux.PressAsync(way);
            }

            await AssertGivenBackAsync(tmux, signal is Signal.Throw ? 134 : 0);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Console_should_say_that_the_lab_is_silent_and_go_on_when_it_is_back()
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        await using var tmux = await Tmux.StartAsync(80, 24, Script(lab));
        await tmux.ShownAsync("no nodes yet");
        await lab.Lab.KillAsync();
        await tmux.ShownAsync($"NO ANSWER from {lab.Address} for ");
        await lab.RestartAsync();
        await tmux.ShownAsync(@"(?s)\A lab .*no nodes yet");
    }

    [Fact(Timeout = 180_000)]
    public async Task Console_should_do_what_its_keys_and_options_say_in_a_real_terminal()
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        await lab.StaffAsync(1);
        var id = await lab.SubmitAsync(Long, 1);
        await using (var tmux = await Tmux.StartAsync(80, 24, Script(lab, "--read-only --log-level debug", "NO_COLOR=1")))
        {
            await tmux.ShownAsync(@"(?s)w1 +busy.*1 +running");
            await tmux.PressAsync("p");
            await tmux.ShownAsync("this console is read-only");
            Assert.DoesNotMatch(@"\e\[[0-9;]*3[0-7]", await tmux.ColouredAsync());
            Assert.DoesNotMatch(@"(?i)\b(debug|info|remoting)\b", await tmux.ScreenAsync());

            await tmux.PressAsync("/", "n", "o", "p", "e", "Enter");
            await tmux.ShownAsync("nothing here holds 'nope'");
            await tmux.PressAsync("Escape");
            await tmux.ShownAsync(@"(?s)w1 +busy.*1 +running");
            await tmux.PressAsync("Enter");
            await tmux.ShownAsync($"EXPERIMENT {id} ");
            await tmux.PressAsync("Escape");
            await tmux.ShownAsync("NODES 1");

            await tmux.ResizeAsync(46, 12);
            await tmux.ShownAsync(@"(?s)\A lab .*NODES 1");
            await tmux.ResizeAsync(39, 9);
            await tmux.ShownAsync("39x9 is too small");
            await tmux.PressAsync("q");
            await AssertGivenBackAsync(tmux, 0);
        }

        await using var asking = await Tmux.StartAsync(80, 24, Script(lab));
        await asking.ShownAsync(@"1 +running");
        await asking.PressAsync("x");
        await asking.ShownAsync($"secant cancel {id} - press y");
        await asking.PressAsync("C-c");
        await AssertGivenBackAsync(asking, 0);
        Assert.Equal(ExperimentStates.Running, (await lab.DocumentAsync(id))?.State);
    }

    [Fact(Timeout = 120_000)]
    public async Task Run_that_is_over_should_be_told_and_played_from_its_store()
    {
        await using var sandbox = new Sandbox(LabMatrix.Settings);
        Assert.Equal(0, (await sandbox.RunAsync("run", "300", "16", "0.05", "40", "--quiet")).Code);
        var told = await sandbox.RunAsync("show", "1", "--timeline");
        Assert.Equal((0, ""), (told.Code, told.Error));
        Assert.Matches(@"(?s)submitted: .*started: is taken up.*finished: completed\n.*of \d.*computing \d+ %", told.Output);
        using var document = JsonDocument.Parse((await sandbox.RunAsync("show", "1", "--timeline", "--json")).Output);
        Assert.NotEmpty(document.RootElement.GetProperty("stretches").EnumerateArray());

        await using var tmux = await Tmux.StartAsync(80, 24, Script(sandbox, "monitor --replay 1 --speed 20"));
        await tmux.ShownAsync(@"(?s)\A replay, 20 times as fast.*1 +completed");
        await tmux.PressAsync("q");
        await AssertGivenBackAsync(tmux, 0);
    }

    // The terminal's modes and what was on it before are compared with what they are afterwards.
    private static string Script(LabOfProcesses lab, string options = "", string variables = "") =>
        Script(lab.Sandbox, $"monitor --join {lab.Address} {options}", variables);

    private static string Script(Sandbox sandbox, string command, string variables = "")
    {
        var program = string.Join(' ', SecantProcess.Program.Select(word => $"'{word}'"));
        return $"cd '{sandbox[""]}'; export HOME=$PWD SECANT_STORE=$PWD/store LANG=C.UTF-8; unset NO_COLOR; ulimit -c 0; echo "
            + "before; stty -g >modes; "
            + $"{variables} DOTNET_STARTUP_HOOKS='{typeof(ThrowingSignal).Assembly.Location}' {program} {command}; echo \"left "
            + $"with $?\"; stty -g | cmp - modes && echo same modes; exec sleep 600";
    }

    private static async Task AssertGivenBackAsync(Tmux tmux, int code)
    {
        var screen = await tmux.ShownAsync(
            $@"\bbefore\n{(code == 0 ? "" : @"Unhandled exception(?s:.*)")}left with {code}\nsame modes\n");
        Assert.DoesNotContain("NODES", screen, StringComparison.Ordinal);
        Assert.Equal(("0", "1"), (await tmux.ValueAsync("alternate_on"), await tmux.ValueAsync("cursor_flag")));
    }
}
