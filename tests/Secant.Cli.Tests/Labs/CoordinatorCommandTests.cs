using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Secant.Cli.Tests.Labs;

/// <summary>What a lab refuses before it starts.</summary>
public sealed class CoordinatorCommandTests
{
    [Fact]
    public async Task Metrics_should_be_refused_to_other_machines_unless_told_so()
    {
        using var harness = new CommandHarness();
        var result = await harness.RunAsync("coordinator --bind 127.0.0.1:0 --metrics 0.0.0.0:9464");
        Assert.Equal(5, result.Code);
        Assert.Equal(
            "0.0.0.0:9464 can be reached from other machines, and whoever reaches it can read what the lab does: there are no "
                + "certificates yet; "
            + "stay on 127.0.0.1, or add --insecure in a network that you trust",
            result.SingleErrorLine());
    }

    [Fact]
    public async Task Metrics_should_name_a_port_that_is_taken()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        using var harness = new CommandHarness();
        var result = await harness.RunAsync($"coordinator --bind 127.0.0.1:0 --metrics 127.0.0.1:{port}");
        Assert.Equal(5, result.Code);
        Assert.Equal($"port {port} on 127.0.0.1 is taken; offer metrics at another one with --metrics HOST:PORT",
            result.SingleErrorLine());
    }

    [Theory]
    [InlineData("here")]
    [InlineData("127.0.0.1:4318")]
    public async Task Collector_should_be_an_url(string otlp)
    {
        using var harness = new CommandHarness();
        harness.Folder.Write("other.hocon", $"secant.telemetry.otlp = \"{otlp}\"");
        var result = await harness.RunAsync($"coordinator --bind 127.0.0.1:0 --config {harness.Folder["other.hocon"]}");
        Assert.Equal(2, result.Code);
        Assert.Equal($"secant.telemetry.otlp: expected an URL such as http://127.0.0.1:4318, found '{otlp}'",
            result.SingleErrorLine());
    }

    [Theory]
    [InlineData("coordinator --bind 127.0.0.1:0")]
    [InlineData("worker --join 127.0.0.1:1 --once")]
    [InlineData("run 1 1 0.1 1")]
    public async Task Log_file_should_be_one_that_can_be_written(string command)
    {
        using var harness = new CommandHarness();
        var file = harness.Folder["missing/log.json"];
        var result = await harness.RunAsync($"{command} --log-file {file}");
        Assert.Equal(2, result.Code);
        Assert.Matches("^log file .*missing/log.json cannot be written: .*; name another one, or none$",
            result.SingleErrorLine());
    }
}
