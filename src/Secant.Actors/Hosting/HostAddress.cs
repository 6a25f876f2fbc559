using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Secant.Core;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Hosting;

/// <summary>HOST:PORT, as it is typed.</summary>
public sealed record HostAddress(string Host, int Port)
{
    // The longest name that a name server knows.
    private const int LongestHost = 253;

    /// <summary>Reads HOST:PORT; an IPv6 address stands in brackets.</summary>
    /// <exception cref="SecantException">It is no such thing (<see cref="Failure.Usage"/>).</exception>
    public static HostAddress Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is >= 0 and <= 65535)
        {
            var host = text is ['[', ..] && text[colon - 1] == ']' ? text[1..(colon - 1)] : text[..colon];
            if (host.Length is > 0 and <= LongestHost && host.All(IsPart))
            {
                return new HostAddress(host, port);
            }
        }

        throw new SecantException(
            Failure.Usage, $"'{text}' is no address: expected HOST:PORT, such as 127.0.0.1:4053 or [::1]:4053");
    }

    // The colons are those of version 6, whose zones (fe80::1%eth0) mean nothing to another machine.
    private static bool IsPart(char letter) => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':';

    /// <summary>The address of the actor system there.</summary>
    public Address ToAkka() => Network.AddressOf(Host, Port);

    /// <summary>Looks the host up. Of several addresses it takes one of version 4, as whoever looks the same name up elsewhere
    /// does.</summary>
    /// <exception cref="SecantException">It has no address (<see cref="Failure.Lab"/>).</exception>
    public IPAddress Resolve()
    {
        try
        {
            return IPAddress.TryParse(Host, out var address)
                ? address
                : Dns.GetHostAddresses(Host).OrderBy(found => found.AddressFamily != AddressFamily.InterNetwork).ToArray()[0];
        }
        catch (Exception e) when (e is SocketException or ArgumentException or IndexOutOfRangeException)
        {
            throw new SecantException(Failure.Lab,
                $"host '{Host}' has no address: {e.Message}; check its spelling, or use its IP address", e);
        }
    }

    /// <summary>The same with the host's address in place of its name: Akka knows a system by the text of its address
    /// alone.</summary>
    /// <exception cref="SecantException">It has no address (<see cref="Failure.Lab"/>).</exception>
    public HostAddress Located() => Resolve() is { IsIPv6LinkLocal: false } address
        ? this with { Host = address.ToString() }
        : throw new SecantException(
            Failure.Lab,
            $"{Host} is an address within one link (fe80::), which others cannot call; use another address of that machine, or "
                + "its name");

    /// <summary>Makes sure that others cannot connect unless that is wanted.</summary>
    /// <param name="allowOtherMachines">True if machines other than this one may connect.</param>
    /// <param name="danger">What whoever reaches it can do.</param>
    /// <exception cref="SecantException">Others could connect (<see cref="Failure.Lab"/>).</exception>
    public void RequireTrust(bool allowOtherMachines, string danger)
    {
        if (!allowOtherMachines && !IPAddress.IsLoopback(Resolve()))
        {
            throw new SecantException(
                Failure.Lab,
                $"{(Port == 0 ? Host : ToString())} can be reached from other machines, and whoever reaches it can "
                    + $"{danger}: there are no certificates yet; stay on 127.0.0.1, or add --insecure in a network that you "
                    + "trust");
        }
    }

    /// <summary>Makes sure that it is one address of this machine, by which others can call it.</summary>
    /// <exception cref="SecantException">It stands for all of them (<see cref="Failure.Lab"/>).</exception>
    public void RequireOneAddress()
    {
        if (Resolve() is var address && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
        {
            throw new SecantException(
                Failure.Lab, $"{Host} stands for every address of this machine, and nodes have to call one; bind to the one "
                    + $"that they reach, such as {Suggestion()}");
        }
    }

    /// <summary>Makes sure that something may listen here.</summary>
    /// <param name="allowOtherMachines">True if machines other than this one may connect.</param>
    /// <param name="danger">What whoever reaches it can do.</param>
    /// <param name="taken">What to do where the port is taken.</param>
    /// <returns>The address, with a port that is free in place of 0.</returns>
    /// <exception cref="SecantException">The port is taken, the address is not of this machine, or others could
    /// connect.</exception>
    public HostAddress RequireListenable(bool allowOtherMachines, string danger, string taken)
    {
        var address = Resolve();
        RequireTrust(allowOtherMachines, danger);
        try
        {
            using var listener = new TcpListener(address, Port);
            listener.Start();
            return this with { Port = ((IPEndPoint)listener.LocalEndpoint).Port };
        }
        catch (SocketException e)
        {
            throw new SecantException(
                Failure.Lab,
                e.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"port {Port} on {Host} is taken; {taken}"
                    : $"cannot listen on {this}: {e.Message}; bind to an address of this machine",
                e);
        }
    }

    /// <summary>The address of this machine on the way there; connecting a datagram socket sends nothing.</summary>
    /// <exception cref="SecantException">No way leads there.</exception>
    public string OwnAddress()
    {
        try
        {
            var there = Resolve();
            using var socket = new Socket(there.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(there, Port);
            return ((IPEndPoint)socket.LocalEndPoint!).Address.ToString();
        }
        catch (SocketException e)
        {
            throw new SecantException(Failure.Lab,
                $"no way leads to {this}: {e.Message}; check the network, or name this machine's address with --host", e);
        }
    }

    private string Suggestion()
    {
        return (this with { Host = (Own() ?? IPAddress.Loopback).ToString() }).ToString();

        static IPAddress? Own()
        {
            try
            {
                return Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork)
                    .FirstOrDefault(found => !IPAddress.IsLoopback(found));
            }
            catch (SocketException)
            {
                // Nothing says that a machine knows its own name.
                return null;
            }
        }
    }

    public override string ToString() =>
        Host.Contains(':') ? $"[{Host}]:{Port}" : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
