using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Secant.Trials;

/// <summary>What takes OTLP over HTTP: it keeps what was posted, by path, and answers that all is well.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Lock _lock = new();
    private readonly List<(string Path, string Type, string Bytes)> _posted = [];
    private readonly Task _serving;

    public Collector()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        _listener = new HttpListener { Prefixes = { $"{Address}" } };
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>Whether posts to a path, as Protobuf, held all of these words.</summary>
    public bool Has(string path, params string[] words)
    {
        lock (_lock)
        {
            var posts = _posted.Where(post => post.Path == path && post.Type == "application/x-protobuf").ToList();
            return words.All(word => posts.Any(post => post.Bytes.Contains(word, StringComparison.Ordinal)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    // Strings stand in Protobuf as they are.
    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var asked = await _listener.GetContextAsync();
                using var reader = new StreamReader(asked.Request.InputStream, Encoding.Latin1);
                var bytes = await reader.ReadToEndAsync();
                lock (_lock)
                {
                    _posted.Add((asked.Request.Url!.AbsolutePath, asked.Request.ContentType ?? "", bytes));
                }

                asked.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    // Of the moment; the listener cannot choose one by itself.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
