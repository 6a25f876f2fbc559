using System.Net;
using System.Net.Sockets;
using Secant.Actors.Hosting;
using Secant.Actors.Hosting.Configuration;
using Secant.Cli.Shell;

namespace Secant.Cli.Tests.Shell;

public sealed class MetricsDoorTests
{
    [Theory]
    [InlineData("127.0.0.1:0")]
    [InlineData("localhost:0")]
    [InlineData("[::1]:0")]
    public async Task Metrics_should_be_offered_by_every_name_of_the_address(string address)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6 || !address.Contains('['), "no version 6 here");
        using var export = TelemetryExport.Of(new TelemetryOptions(address, null), isInsecure: false);
        using var http = new HttpClient();
        foreach (var name in (string?[])[null, "localhost", "lab.example:9464", "127.0.0.1:1"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{export.Metrics}/metrics");
            request.Headers.Host = name;
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public void Head_should_be_handed_on_with_the_name_that_is_answered_to() => Assert.Equal(
        "GET /metrics HTTP/1.1\r\nAccept: text/plain\r\nHost: 127.0.0.1:5\r\nConnection: close\r\n\r\n",
        MetricsDoor.Rewritten("GET /metrics HTTP/1.1\r\nhost: x\r\nAccept: text/plain\r\nConnection: keep-alive\r\n\r\nrest",
            new HostAddress("127.0.0.1", 5)));
}
