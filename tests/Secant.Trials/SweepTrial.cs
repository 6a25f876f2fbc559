using System.Diagnostics;
using System.Globalization;

namespace Secant.Trials;

/// <summary>The sweep of the report on the full MNIST: how long it takes, and how much of the cores it uses.</summary>
[Collection(RealProcesses.Name)]
public sealed class SweepTrial
{
    private const double LongestWithOneSeed = 15;
    private const double LeastShareWithFive = 0.9;

    [Fact(Timeout = 600_000)]
    [Trait(Trial.Form, Trial.Long)]
    public async Task Sweep_of_the_report_should_take_less_than_15_s_with_one_seed()
    {
        var use = await SweepAsync("one seed", []);
        Assert.True(use.Seconds < LongestWithOneSeed, $"{use}");
    }

    [Fact(Timeout = 900_000)]
    [Trait(Trial.Form, Trial.Long)]
    public async Task Sweep_of_the_report_should_use_more_than_90_percent_of_the_cores_with_five_seeds()
    {
        var use = await SweepAsync("five seeds", ["--repeat", "5"]);
        Assert.True(use.ShareOfWhatWasLeft > LeastShareWithFive, $"{use}");
    }

    private static async Task<Use> SweepAsync(string name, string[] options)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processor time is read from /proc");
        var folder = Environment.GetEnvironmentVariable("SECANT_DATA");
        Assert.SkipUnless(folder is not null && Directory.Exists(Path.Combine(folder, "mnist")),
            "the full MNIST is not in the folder that SECANT_DATA names");
        var trial = new Trial($"sweep of the report, {name}");
        await using var sandbox = new Sandbox();
        var times = sandbox["times"];
        var before = Processors.Read();
        var process = sandbox.Start(
            ["sweep", Repository.File("config", "report.yaml"), "--data", "mnist", "--quiet", .. options],
            new Dictionary<string, string> { ["SECANT_DATA"] = folder! },
            ["bash", "-c", $"\"$@\"; code=$?; times > '{times}'; exit $code", "bash"]);
        Assert.Equal(0, await process.ExitAsync(TimeSpan.FromMinutes(8)));
        var use = Use.Of(before, Processors.Read(),
            Own(await File.ReadAllLinesAsync(times, TestContext.Current.CancellationToken)));
        trial.Record($"{use}");
        return use;
    }

    // The second line of the shell's `times` is that of its children, such as 0m12.340s 0m1.020s.
    private static double Own(string[] times) => times[1].Split(' ').Sum(time =>
    {
        var parts = time.TrimEnd('s').Split('m');
        return (60 * double.Parse(parts[0], CultureInfo.InvariantCulture)) + double.Parse(parts[1], CultureInfo.InvariantCulture);
    });

    /// <summary>What the kernel counted of all processors so far, in seconds.</summary>
    private sealed record Processors(long At, double Busy, double Idle)
    {
        private const double TicksASecond = 100;

        // user nice system idle iowait irq softirq steal
        public static Processors Read()
        {
            var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8)
                .Select(count => double.Parse(count, CultureInfo.InvariantCulture) / TicksASecond).ToArray();
            return new Processors(Stopwatch.GetTimestamp(), ticks.Sum() - ticks[3] - ticks[4], ticks[3] + ticks[4]);
        }
    }

    /// <param name="Seconds">From start to end.</param>
    /// <param name="ShareOfWhatWasLeft">Its processor time over that which other programs left.</param>
    /// <param name="ShareOfAll">Its processor time over that of all cores.</param>
    private sealed record Use(double Seconds, double ShareOfWhatWasLeft, double ShareOfAll)
    {
        public static Use Of(Processors before, Processors after, double own) => new(
            Stopwatch.GetElapsedTime(before.At, after.At).TotalSeconds,
            own / (own + after.Idle - before.Idle),
            own / (after.Busy - before.Busy + after.Idle - before.Idle));

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Seconds:F1} s from start to end; of the processor time that other programs left "
                + $"{100 * ShareOfWhatWasLeft:F0} %, of all {100 * ShareOfAll:F0} %");
    }
}
