using System.Net;
using Secant.Actors.Hosting;
using Secant.Core;

namespace Secant.Actors.Tests.Hosting;

public sealed class HostAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:4053", "127.0.0.1", 4053)]
    [InlineData("lab-01:1", "lab-01", 1)]
    [InlineData("[::1]:4053", "::1", 4053)]
    public void Address_should_be_read_as_host_and_port(string text, string host, int port)
    {
        var address = HostAddress.Parse(text);
        Assert.Equal((host, port), (address.Host, address.Port));
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("4053")]
    [InlineData(":4053")]
    [InlineData("lab:")]
    [InlineData("lab:65536")]
    [InlineData("lab:-1")]
    [InlineData("[]:1")]
    [InlineData("[[::1]]:1")]
    [InlineData("[fe80::1%eth0]:4053")]
    [InlineData("a b:1")]
    [InlineData("lab;reboot:1")]
    public void Address_should_be_refused_with_an_example(string text)
    {
        var fault = Assert.Throws<SecantException>(() => HostAddress.Parse(text));
        Assert.Equal((Failure.Usage, $"'{text}' is no address: expected HOST:PORT, such as 127.0.0.1:4053 or [::1]:4053"),
            (fault.Failure, fault.Message));
    }

    [Fact]
    public void Name_should_be_located_at_the_address_that_both_sides_find() =>
        Assert.Equal(new HostAddress("127.0.0.1", 4053), new HostAddress("localhost", 4053).Located());

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public void Wildcard_should_be_refused_where_one_address_is_needed(string host)
    {
        var fault = Assert.Throws<SecantException>(() => new HostAddress(host, 4053).RequireOneAddress());
        Assert.Equal(Failure.Lab, fault.Failure);
        Assert.Contains("stands for every address of this machine", fault.Message, StringComparison.Ordinal);
        Assert.Matches(@"such as \d+\.\d+\.\d+\.\d+:4053$", fault.Message);
    }

    [Theory]
    [InlineData("192.0.2.1", false, false)]
    [InlineData("192.0.2.1", true, true)]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("127.8.9.10", false, true)]
    [InlineData("::1", false, true)]
    public void Other_machines_should_be_let_in_only_when_that_is_wanted(string host, bool isInsecure, bool isFine)
    {
        var fault = Record.Exception(() => new HostAddress(host, 4053).RequireTrust(isInsecure, "use it"));
        if (isFine)
        {
            Assert.Null(fault);
        }
        else
        {
            Assert.Equal(Failure.Lab, Assert.IsType<SecantException>(fault).Failure);
            Assert.Contains("--insecure", fault!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Address_within_a_link_should_be_refused() =>
        Assert.Equal(Failure.Lab, Assert.Throws<SecantException>(() => new HostAddress("fe80::1", 4053).Located()).Failure);

    [Fact]
    public void Taken_port_should_be_named()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var fault = Assert.Throws<SecantException>(
            () => new HostAddress("127.0.0.1", port).RequireListenable(false, "use it", "bind to another"));
        Assert.Equal((Failure.Lab, $"port {port} on 127.0.0.1 is taken; bind to another"), (fault.Failure, fault.Message));
    }
}
