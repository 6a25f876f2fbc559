using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Secant.Core.Tests.Data;

/// <summary>
/// A web server on the loopback address that answers each request as the test says, breaches of the protocol included.
/// One answer a connection; it closes the connection when the answer is written.
/// </summary>
internal sealed class LocalMirror : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly Func<LocalMirror, Request, NetworkStream, Task> _answer;
    private readonly List<Request> _requests = [];
    private readonly Task _serving;

    public LocalMirror(Func<Request, NetworkStream, Task> answer)
        : this((_, request, stream) => answer(request, stream))
    {
    }

    public LocalMirror(Func<LocalMirror, Request, NetworkStream, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/data/");
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public IReadOnlyList<Request> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>What was asked for: the file's name, the first byte where a range was asked for, and If-Range.</summary>
    public sealed record Request(string File, long? From, string? IfRange);

    public static async Task SendAsync(NetworkStream stream, string status, string headers, ReadOnlyMemory<byte> body)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n"));
        await stream.WriteAsync(body);
    }

    /// <summary>Keeps the connection open and silent until the mirror is closed.</summary>
    public Task HangAsync() => Task.Delay(Timeout.Infinite, _closed.Token);

    /// <summary>The whole file, or the rest of it where a range is asked for, as a good server does.</summary>
    public static Task SendFileAsync(Request request, NetworkStream stream, byte[] file) => request.From is { } from
        ? SendAsync(
            stream,
            "206 Partial Content",
            $"Content-Length: {file.Length - from}\r\nContent-Range: bytes {from}-{file.Length - 1}/{file.Length}\r\n",
            file.AsMemory((int)from))
        : SendAsync(stream, "200 OK", $"Content-Length: {file.Length}\r\n", file);

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Stop();
        await _serving;
        _closed.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_closed.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_closed.Token);
                await using var stream = client.GetStream();
                // A client may connect and think better of it.
                if (await ReadAsync(stream, _closed.Token) is not { } request)
                {
                    continue;
                }

                lock (_requests)
                {
                    _requests.Add(request);
                }

                await _answer(this, request, stream);
            }
            catch (Exception e) when (e
            is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The client left or the test is over.
            }
        }
    }

    private static async Task<Request?> ReadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        if (await reader.ReadLineAsync(cancellation) is not { } line)
        {
            return null;
        }

        var file = line.Split(' ')[1].Split('/')[^1];
        long? from = null;
        string? ifRange = null;
        while (await reader.ReadLineAsync(cancellation) is { Length: > 0 } header)
        {
            if (header.StartsWith("Range: bytes=", StringComparison.Ordinal))
            {
                from = long.Parse(header["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            }

            if (header.StartsWith("If-Range: ", StringComparison.Ordinal))
            {
                ifRange = header["If-Range: ".Length..];
            }
        }

        return new Request(file, from, ifRange);
    }
}
