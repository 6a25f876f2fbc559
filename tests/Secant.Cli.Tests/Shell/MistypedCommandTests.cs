using Secant.Cli.Terminal;

namespace Secant.Cli.Tests.Shell;

public sealed class MistypedCommandTests : IDisposable
{
    private readonly CommandHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Theory]
    [InlineData("rnu 1 2 3 4", "no command 'rnu' in 'secant'; did you mean run? See 'secant --help'")]
    [InlineData("data pth mnist", "no command 'pth' in 'secant data'; did you mean path? See 'secant data --help'")]
    [InlineData("--vesrion", "no option --vesrion in 'secant'; did you mean --version? See 'secant --help'")]
    [InlineData("run 1 2 3 4 --sed 5", "no option --sed in 'secant run'; did you mean --seed? See 'secant run --help'")]
    [InlineData("run 1 2 3 4 --confg x", "no option --confg in 'secant run'; did you mean --config? See 'secant run --help'")]
    [InlineData("run 1 2 3 4 -x", "no option -x in 'secant run'; ")]
    [InlineData("run 1 2 3 4 5", "one argument too many for 'secant run': '5'; ")]
    [InlineData("run 100 32", "RATE HIDDEN missing: 'secant run' takes ITERATIONS BATCH RATE HIDDEN; ")]
    [InlineData("show", "ID missing: 'secant show' takes ID; ")]
    [InlineData("run 100 32 50 0.05", "HIDDEN: expected a whole number, found '0.05'; ")]
    [InlineData("run 1e2 32 0.05 50", "ITERATIONS: expected a whole number, found '1e2'; ")]
    [InlineData("run 1 1 1 99999999999999999999",
        "HIDDEN: expected a whole number up to 2147483647, found '99999999999999999999'; ")]
    [InlineData("run 100 32 0,05 50", "RATE: expected a number such as 0.05, found '0,05'; ")]
    [InlineData("run @file 32 0.05 50", "ITERATIONS: expected a whole number, found '@file'; ")]
    [InlineData("run 1 2 3 4 --seed", "--seed lacks its value; ")]
    [InlineData("run 1 2 3 4 --seed 1 --seed 2", "--seed is given 2 times, expected once; ")]
    [InlineData("run 1 2 3 4 --seed -7", "--seed: expected a whole number from 0 to 18446744073709551615, found '-7'; ")]
    [InlineData("run 1 2 3 4 --activation tanh", "--activation: expected sigmoid or relu, found 'tanh'; ")]
    [InlineData("run 1 2 3 4 --init normal:-1",
        "--init: expected normal:S with S above 0 (such as normal:0.01), xavier or he, found 'normal:-1'; ")]
    [InlineData("run 1 2 3 4 --kernel fast", "--kernel: expected incremental or naive, found 'fast'; ")]
    [InlineData("monitor --replay 1 --speed 0", "--speed: expected a number above 0 such as 10, found '0'; ")]
    [InlineData("monitor --replay 1 --speed -2", "--speed: expected a number above 0 such as 10, found '-2'; ")]
    [InlineData("monitor --replay 1 --speed NaN", "--speed: expected a number above 0 such as 10, found 'NaN'; ")]
    [InlineData("monitor --replay 1 --join 127.0.0.1:4053", "--replay does not go with --join; ")]
    [InlineData("monitor --join 127.0.0.1:4053 --speed 2", "--speed goes with --replay only; ")]
    [InlineData("run 1 2 3 4 --cores 0", "--cores: expected a whole number from 1 to 4096, found '0'; ")]
    [InlineData("run 1 2 3 4 --cores 4097", "--cores: expected a whole number from 1 to 4096, found '4097'; ")]
    [InlineData("run 1 2 3 4 --eval-every -1", "--eval-every: expected a whole number from 1, found '-1'; ")]
    public async Task Command_should_say_what_is_wrong_in_one_line_when_mistyped(string line, string expected)
    {
        var result = await _harness.RunAsync(line);
        Assert.StartsWith(expected, result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Equal(2, result.Code);
    }

    [Theory]
    [InlineData("run -1 32 0.05 50", "iterations -1 is out of range: expected 0 to 100000000")]
    [InlineData("run 200000000 32 0.05 50",
        "iterations 200000000 is out of range: expected 0 to 100000000; the limit is secant.limits.iterations ")]
    [InlineData("run 1 0 0.05 50", "batch size 0 is out of range: expected 1 to 1000000")]
    [InlineData("run 1 32 0 50", "learning rate 0 is out of range: expected a positive finite number")]
    [InlineData("run 1 32 -0.05 50", "learning rate -0.05 is out of range")]
    [InlineData("run 1 32 NaN 50", "learning rate NaN is out of range")]
    [InlineData("run 1 32 1e999 50", "learning rate Infinity is out of range")]
    [InlineData("run 1 32 0.05 0", "hidden size 0 is out of range: expected 1 to 1000000")]
    [InlineData("run 1 32 0.05 1000000000",
        "hidden size 1000000000 is out of range: expected 1 to 1000000; the limit is secant.limits.hidden-size ")]
    [InlineData("run 1 32 0.05 50 --step 1e-9", "step 1e-9 is out of range: expected 1e-8 to 1")]
    [InlineData("run 1 32 0.05 50 --step NaN", "step NaN is out of range")]
    [InlineData("run 1 32 0.05 2000 --kernel naive",
        "hidden size 2000 with 784 inputs makes 1590010 parameters: the naive kernel takes at most 1000000; ")]
    public async Task Run_should_refuse_a_number_that_is_out_of_range(string line, string expected)
    {
        var result = await _harness.RunAsync(line);
        Assert.StartsWith(expected, result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Equal(2, result.Code);
        Assert.False(Directory.Exists(_harness.Folder["store"]));
    }

    [Fact]
    public async Task Limit_should_be_the_operators_when_the_configuration_sets_one()
    {
        var file = _harness.Folder.Write("tight.hocon", "secant.limits { hidden-size = 10, parameters = 7000 }");
        var hidden = await _harness.RunAsync($"run 1 1 1 11 --config {file}");
        var parameters = await _harness.RunAsync($"run 1 1 1 9 --config {file}");
        Assert.StartsWith("hidden size 11 is out of range: expected 1 to 10; ", hidden.SingleErrorLine(),
            StringComparison.Ordinal);
        Assert.StartsWith("hidden size 9 with 784 inputs makes 7165 parameters: expected at most 7000; ",
            parameters.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Equal((2, 2), (hidden.Code, parameters.Code));
    }

    [Fact]
    public async Task Configuration_should_be_refused_before_anything_starts_when_a_key_is_misspelt()
    {
        var file = _harness.Folder.Write("typo.hocon", "secant { compute { core = 2 } }");
        var result = await _harness.RunAsync($"run 1 1 1 1 --config {file}");
        Assert.Equal($"{file}: no option secant.compute.core; did you mean secant.compute.cores?", result.SingleErrorLine());
        Assert.Equal(2, result.Code);
    }

    [Fact]
    public async Task Run_should_leave_with_3_when_the_data_set_is_unknown()
    {
        var result = await _harness.RunAsync("run 1 1 1 1 --data mnst");
        Assert.StartsWith("unknown data set 'mnst', did you mean mnist?", result.SingleErrorLine(), StringComparison.Ordinal);
        Assert.Equal(3, result.Code);
    }

    [Fact]
    public async Task Help_should_have_a_line_a_command()
    {
        var result = await _harness.RunAsync("--help");
        Assert.Equal((0, ""), (result.Code, result.Error));
        foreach (var command in (string[])["run", "resume", "list", "show", "check", "export", "data"])
        {
            Assert.Matches($@"(?m)^  {command}\b.*  \S", result.Output);
        }
    }

    [Fact]
    public async Task Help_should_show_in_brackets_what_may_be_left_out()
    {
        var lines = (await _harness.RunAsync("--help")).Output.Split('\n');
        var column = lines.Single(line => line.StartsWith("  list ", StringComparison.Ordinal))
            .IndexOf("what was run", StringComparison.Ordinal);
        foreach (var command in (string[])["resume [ID]", "report [IDS]", "check [ITERATIONS BATCH RATE HIDDEN]", "show <ID>",
            "run <ITERATIONS> <BATCH> <RATE> <HIDDEN>"])
        {
            var line = Assert.Single(lines, line => line.StartsWith($"  {command} ", StringComparison.Ordinal));
            Assert.Equal(column, line.Length - line[(2 + command.Length)..].TrimStart().Length);
        }
    }

    [Fact]
    public async Task Help_should_come_on_standard_error_when_no_command_is_given()
    {
        var result = await _harness.RunAsync("");
        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.Contains("Usage:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_run_should_show_defaults_as_they_are_typed()
    {
        var result = await _harness.RunAsync("run --help");
        foreach (var text in (string[])["[default: sigmoid]", "[default: normal:0.01]", "[default: raw]", "[default: mnist-10k]",
            "[default: 0.0001]", "[default: incremental]"])
        {
            Assert.Contains(text, result.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Version_should_name_version_and_commit()
    {
        var result = await _harness.RunAsync("--version");
        Assert.Equal(0, result.Code);
        Assert.Matches(@"^secant \d+\.\d+\.\d+\S* \(commit \w+\)\s*$", result.Output);
    }

    [Theory]
    [InlineData("0.1.0+0123456789abcdef0123456789abcdef01234567", "secant 0.1.0 (commit 0123456789ab)")]
    [InlineData("0.1.0", "secant 0.1.0 (commit unknown)")]
    public void Version_should_shorten_the_commit(string informational, string text) =>
        Assert.Equal(text, ProgramVersion.Describe(informational));
}
