using System.Globalization;

namespace Secant.Cli.Tests.Processes;

/// <summary>
/// Another machine, as far as the network goes: a namespace with a link of its own to this one. It needs root on Linux; elsewhere the
/// test is skipped.
/// </summary>
internal sealed class SecondHost : IAsyncDisposable
{
    /// <summary>An address of this machine, apart from the links, so that none of them takes it along when it is cut.</summary>
    public const string LabAddress = "10.203.0.1";

    private readonly string _name;
    private readonly string _link;

    private SecondHost(int number)
    {
        _name = string.Create(CultureInfo.InvariantCulture, $"secant-{Environment.ProcessId}-{number}");
        _link = string.Create(CultureInfo.InvariantCulture, $"sc{Environment.ProcessId}n{number}");
    }

    /// <summary>What runs a program there.</summary>
    public IReadOnlyList<string> Wrapper => ["ip", "netns", "exec", _name];

    /// <param name="number">1 to 254; of those that live at the same time, each has its own.</param>
    public static async Task<SecondHost> CreateAsync(int number)
    {
        var host = new SecondHost(number);
        try
        {
            await Tool.RunAsync($"ip netns add {host._name}").ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            Assert.Skip($"network namespaces are not permitted here: {e.Message}");
        }

        foreach (var line in (string[])
        [
            $"ip addr replace {LabAddress}/32 dev lo",
            $"ip link add {host._link} type veth peer name eth0 netns {host._name}",
            $"ip addr add 10.203.{number}.1/30 dev {host._link}",
            $"ip link set {host._link} up",
            $"ip -n {host._name} link set lo up",
            $"ip -n {host._name} addr add 10.203.{number}.2/30 dev eth0",
            $"ip -n {host._name} link set eth0 up",
            $"ip -n {host._name} route add {LabAddress} via 10.203.{number}.1",
        ])
        {
            await Tool.RunAsync(line).ConfigureAwait(false);
        }

        return host;
    }

    /// <summary>Cuts the link.</summary>
    public Task CutAsync() => Tool.RunAsync($"ip link set {_link} down");

    /// <summary>Mends the link.</summary>
    public Task MendAsync() => Tool.RunAsync($"ip link set {_link} up");

    /// <summary>Lets no more through than this, either way.</summary>
    public async Task LimitAsync(string rate)
    {
        var shape = $"root tbf rate {rate} burst 128kb latency 100ms";
        await Tool.RunAsync($"tc qdisc add dev {_link} {shape}").ConfigureAwait(false);
        await Tool.RunAsync($"tc -n {_name} qdisc add dev eth0 {shape}").ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // The link goes with the namespace, once nothing runs in it.
        await Tool.RunAsync($"ip link del {_link}").ConfigureAwait(false);
        await Tool.RunAsync($"ip netns del {_name}").ConfigureAwait(false);
    }
}
