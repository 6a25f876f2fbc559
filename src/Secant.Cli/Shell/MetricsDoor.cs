using System.Net;
using System.Net.Sockets;
using System.Text;
using Secant.Actors.Hosting;

namespace Secant.Cli.Shell;

/// <summary>
/// Lets in whoever asks for metrics, by whichever name it calls this machine. The base library's listener behind it answers to
/// one name alone, or else listens on every address. One request a connection, which is what a scrape is.
/// </summary>
internal sealed class MetricsDoor : IDisposable
{
    private const int LongestHead = 16_384;
    private const int MostGuests = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _places = new(MostGuests);
    private readonly TcpListener _listener;
    private readonly HostAddress _behind;

    /// <param name="address">Where it listens.</param>
    /// <param name="port">Its port.</param>
    /// <param name="behind">Where requests are answered.</param>
    public MetricsDoor(IPAddress address, int port, HostAddress behind)
    {
        _behind = behind;
        _listener = new TcpListener(address, port);
        if (address.Equals(IPAddress.IPv6Any))
        {
            _listener.Server.DualMode = true;
        }

        _listener.Start();
        _ = OpenAsync();
    }

    public void Dispose()
    {
        _closing.Cancel();
        _listener.Dispose();
    }

    /// <summary>A request's head with the name that is answered to, and an end after the answer.</summary>
    internal static string Rewritten(string head, HostAddress behind) => string.Join("\r\n",
    [
        .. head.Split("\r\n").Where(line => !IsOf(line, "Host") && !IsOf(line, "Connection")).TakeWhile(line => line.Length > 0),
        $"Host: {behind}", "Connection: close", "", "",
    ]);

    private static bool IsOf(string line, string name) => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase);

    private async Task OpenAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await _places.WaitAsync(_closing.Token).ConfigureAwait(false);
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_closing.Token).ConfigureAwait(false));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // A guest that left before it was let in.
                _places.Release();
            }
        }
    }

    private async Task ServeAsync(TcpClient guest)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        patience.CancelAfter(Patience);
        try
        {
            using (guest)
            using (var inner = new TcpClient())
            {
                if (await HeadAsync(guest.GetStream(), patience.Token).ConfigureAwait(false) is { } head)
                {
                    await inner.ConnectAsync(_behind.Host, _behind.Port, patience.Token).ConfigureAwait(false);
                    var stream = inner.GetStream();
                    await stream.WriteAsync(Encoding.Latin1.GetBytes(Rewritten(head, _behind)), patience.Token)
                        .ConfigureAwait(false);
                    await stream.CopyToAsync(guest.GetStream(), patience.Token).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It comes again.
        }
        finally
        {
            _places.Release();
        }
    }

    // Up to the empty line that ends it; null where it is too long, or cut off.
    private static async Task<string?> HeadAsync(NetworkStream guest, CancellationToken cancellation)
    {
        var bytes = new byte[LongestHead];
        var count = 0;
        while (count < bytes.Length
            && await guest.ReadAsync(bytes.AsMemory(count), cancellation).ConfigureAwait(false) is var more and > 0)
        {
            count += more;
            if (bytes.AsSpan(0, count).IndexOf("\r\n\r\n"u8) >= 0)
            {
                return Encoding.Latin1.GetString(bytes, 0, count);
            }
        }

        return null;
    }
}
