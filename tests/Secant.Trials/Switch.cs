using System.Globalization;
using System.Text.RegularExpressions;

namespace Secant.Trials;

/// <summary>
/// A small network of machines, as far as the network goes: namespaces, each with a link of its own to a bridge that this machine
/// has an address on. They reach this machine, but not each other, as where every machine lets nobody in. It needs root on Linux;
/// elsewhere the test is skipped.
/// </summary>
internal sealed partial class Switch : IAsyncDisposable
{
    /// <summary>This machine's address in the network.</summary>
    public const string LabAddress = "10.203.0.1";

    private readonly string _bridge = string.Create(CultureInfo.InvariantCulture, $"sb{Environment.ProcessId}");
    private readonly List<Host> _hosts = [];

    private Switch()
    {
    }

    public static async Task<Switch> CreateAsync()
    {
        var made = new Switch();
        try
        {
            await ClearLeftoversAsync().ConfigureAwait(false);
            await Tool.RunAsync($"ip link add {made._bridge} type bridge").ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            Assert.Skip($"networks are not ours to make here: {e.Message}");
        }

        await Tool.RunAsync($"ip addr add {LabAddress}/24 dev {made._bridge}").ConfigureAwait(false);
        await Tool.RunAsync($"ip link set {made._bridge} up").ConfigureAwait(false);
        return made;
    }

    /// <summary>One more machine.</summary>
    public async Task<Host> AddAsync()
    {
        var number = _hosts.Count + 2;
        var host = new Host(string.Create(CultureInfo.InvariantCulture, $"s{Environment.ProcessId}n{number}"));
        await Tool.RunAsync($"ip netns add {host.Name}").ConfigureAwait(false);
        _hosts.Add(host);
        foreach (var line in (string[])
        [
            $"ip link add {host.Name} type veth peer name eth0 netns {host.Name}",
            $"ip link set {host.Name} master {_bridge} up",
            $"ip link set {host.Name} type bridge_slave isolated on",
            $"ip -n {host.Name} link set lo up",
            $"ip -n {host.Name} addr add 10.203.0.{number}/24 dev eth0",
            $"ip -n {host.Name} link set eth0 up",
        ])
        {
            await Tool.RunAsync(line).ConfigureAwait(false);
        }

        return host;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await Tool.RunAsync($"ip link del {host.Name}").ConfigureAwait(false);
            await Tool.RunAsync($"ip netns del {host.Name}").ConfigureAwait(false);
        }

        await Tool.RunAsync($"ip link del {_bridge}").ConfigureAwait(false);
    }

    // A test that was killed leaves its bridge, which would answer to our address. A name holds the number of the process that
    // made it.
    private static async Task ClearLeftoversAsync()
    {
        foreach (var link in Leftovers("/sys/class/net", LinkName()))
        {
            await Tool.RunAsync($"ip link del {link}").ConfigureAwait(false);
        }

        foreach (var host in Leftovers("/run/netns", HostName()))
        {
            await Tool.RunAsync($"ip netns del {host}").ConfigureAwait(false);
        }
    }

    private static List<string> Leftovers(string folder, Regex name) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFileSystemEntries(folder)
            .Select(path => Path.GetFileName(path))
            .Where(entry => name.Match(entry) is { Success: true } made && !Directory.Exists($"/proc/{made.Groups[1].Value}"))];

    [GeneratedRegex(@"^sb?(\d+)(?:n\d+)?$")]
    private static partial Regex LinkName();

    [GeneratedRegex(@"^s(\d+)n\d+$")]
    private static partial Regex HostName();

    /// <summary>A machine of the network; its namespace and its link are called the same.</summary>
    internal sealed class Host(string name)
    {
        public string Name { get; } = name;

        /// <summary>What runs a program there.</summary>
        public IReadOnlyList<string> Wrapper => ["ip", "netns", "exec", Name];

        /// <summary>Cuts the link.</summary>
        public Task CutAsync() => SetAsync("down");

        /// <summary>Mends the link.</summary>
        public Task MendAsync() => SetAsync("up");

        // Both ends, so that the host finds itself without a way to the lab, as when its cable is pulled.
        private async Task SetAsync(string state)
        {
            await Tool.RunAsync($"ip link set {Name} {state}").ConfigureAwait(false);
            await Tool.RunAsync($"ip -n {Name} link set eth0 {state}").ConfigureAwait(false);
        }

        /// <summary>Lets everything through again.</summary>
        public async Task FreeAsync()
        {
            await Tool.RunAsync($"tc qdisc del dev {Name} root").ConfigureAwait(false);
            await Tool.RunAsync($"tc -n {Name} qdisc del dev eth0 root").ConfigureAwait(false);
        }

        /// <summary>Lets no more through than this, either way.</summary>
        public async Task LimitAsync(string rate)
        {
            var shape = $"root tbf rate {rate} burst 128kb latency 100ms";
            await Tool.RunAsync($"tc qdisc add dev {Name} {shape}").ConfigureAwait(false);
            await Tool.RunAsync($"tc -n {Name} qdisc add dev eth0 {shape}").ConfigureAwait(false);
        }
    }
}
