using System.Net;
using System.Net.Sockets;

namespace Secant.Cli.Drills;

/// <summary>
/// A link that can be cut: whatever connects to its port on loopback is passed on to another one. Cut, it holds back what
/// arrives, and nobody is told, as with a cable that was pulled; mended, it passes that on.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private readonly List<Task> _links = [];
    private readonly Task _accepting;
    private volatile TaskCompletionSource _passable = new();
    private volatile bool _isCuttable;

    /// <param name="target">A port on loopback.</param>
    public Relay(int target)
    {
        _target = target;
        _passable.SetResult();
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>A port on loopback that is free at this moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>From here on connections can be cut; those that are there already cannot.</summary>
    public void SpareConnected() => _isCuttable = true;

    public void Cut() => _passable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Mend() => _passable.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_links).ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync(_end.Token).ConfigureAwait(false);
                _links.Add(LinkAsync(near, _isCuttable));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The relay ends.
        }
    }

    private async Task LinkAsync(Socket near, bool isCuttable)
    {
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (near)
        {
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, _target, _end.Token).ConfigureAwait(false);
                near.NoDelay = far.NoDelay = true;
                await Task.WhenAny(PassAsync(near, far, isCuttable), PassAsync(far, near, isCuttable)).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // Nobody listens there, or the relay ends: closing the near side says so.
            }
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool isCuttable)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token).ConfigureAwait(false) is var count and > 0)
            {
                if (isCuttable)
                {
                    await _passable.Task.WaitAsync(_end.Token).ConfigureAwait(false);
                }

                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _end.Token).ConfigureAwait(false);
                }
            }

            // An end is told over a link that works only.
            await (isCuttable ? _passable.Task.WaitAsync(_end.Token) : Task.CompletedTask).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Either side is gone.
        }
    }
}
