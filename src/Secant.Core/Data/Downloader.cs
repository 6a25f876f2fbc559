using System.Net;
using System.Net.Http.Headers;

namespace Secant.Core.Data;

/// <summary>
/// Fetches a published file from the first mirror that serves it. What a broken download left is gone on with, also on
/// another mirror and in a later run: the checksum over the whole file decides, not the server.
/// </summary>
/// <param name="http">Without a timeout of its own.</param>
/// <param name="stallTimeout">How long a mirror may send nothing before it is given up.</param>
internal sealed class Downloader(HttpClient http, TimeSpan stallTimeout)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Fetches the file into the folder unless it is there already.</summary>
    /// <returns>Null when the file is there with the right checksum, else what went wrong at each mirror.</returns>
    /// <exception cref="SecantException"><see cref="Failure.Data"/>: the folder cannot be written.</exception>
    public async Task<string?> FetchAsync(
        PublishedFile file,
        IReadOnlyList<Uri> mirrors,
        string folder,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellation)
    {
        var part = new PartFile(file, folder);
        if (await part.IsDoneAsync(cancellation).ConfigureAwait(false))
            return null;
        if (part.Length == file.Length && await part.CommitAsync(cancellation).ConfigureAwait(false))
            return null;
        var reasons = new List<string>();
        foreach (var mirror in mirrors)
        {
            try
            {
                await FetchAsync(file, new Uri(mirror, file.Name), part, progress, cancellation).ConfigureAwait(false);
                return null;
            }
            catch (MirrorException e)
            {
                reasons.Add($"{mirror.Host}: {e.Message}");
            }
        }

        return string.Join(", ", reasons);
    }

    private async Task FetchAsync(
        PublishedFile file, Uri address, PartFile part, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var transfer = new Transfer(file, address, part, progress);
        try
        {
            await RunAsync(file, part, transfer, cancellation).ConfigureAwait(false);
        }
        catch (MirrorException) when (transfer.HasReceived)
        {
            await RunAsync(file, part, transfer, cancellation).ConfigureAwait(false);
        }

        if (await part.CommitAsync(cancellation).ConfigureAwait(false))
            return;
        // The wrong bytes may be those that were there before, so a mirror is judged by a file sent in one piece.
        if (transfer.IsResumed)
        {
            await RunAsync(file, part, transfer, cancellation).ConfigureAwait(false);
            if (await part.CommitAsync(cancellation).ConfigureAwait(false))
                return;
        }

        throw new MirrorException($"wrong checksum of {file.Name}, expected {file.Sha256}");
    }

    private async Task RunAsync(PublishedFile file, PartFile part, Transfer transfer, CancellationToken cancellation)
    {
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        watch.CancelAfter(stallTimeout);
        try
        {
            await TransferAsync(file, part, transfer, watch, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new MirrorException($"sent nothing for {stallTimeout.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException e)
        {
            throw new MirrorException(Describe(e));
        }
        catch (IOException)
        {
            throw new MirrorException($"connection lost after {part.Length} of {file.Length} bytes");
        }
    }

    private async Task TransferAsync(
        PublishedFile file, PartFile part, Transfer transfer, CancellationTokenSource watch, CancellationToken cancellation)
    {
        using var request = transfer.Request(part.Length);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, watch.Token).ConfigureAwait(false);
        var bytes = transfer.Accept(response);
        var output = part.Open(bytes);
        await using (output.ConfigureAwait(false))
        {
            var body = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
            var buffer = new byte[BufferBytes];
            transfer.Report(bytes);
            while (bytes < file.Length)
            {
                watch.CancelAfter(stallTimeout);
                // A server that sends more than the file gets no more of it read.
                var wanted = (int)Math.Min(buffer.Length, file.Length - bytes);
                var count = await body.ReadAsync(buffer.AsMemory(0, wanted), watch.Token).ConfigureAwait(false);
                if (count == 0)
                    throw new MirrorException($"connection lost after {bytes} of {file.Length} bytes");
                await part.WriteAsync(output, buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
                bytes += count;
                transfer.HasReceived = true;
                transfer.Report(bytes);
            }
        }
    }

    private static string Describe(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "name not resolved",
        HttpRequestError.ConnectionError => "no connection",
        HttpRequestError.SecureConnectionError => "no secure connection",
        HttpRequestError.ProxyTunnelError => "refused by the proxy",
        var other => $"no valid answer ({other})",
    };

    /// <summary>Why one mirror did not do; the next is tried.</summary>
    private sealed class MirrorException(string message) : Exception(message);

    /// <summary>The dealings with one mirror over one file.</summary>
    private sealed class Transfer(PublishedFile file, Uri address, PartFile part, IProgress<DownloadProgress>? progress)
    {
        private EntityTagHeaderValue? _version;

        /// <summary>Whether the mirror has sent anything of the file, so that asking it again is worth while.</summary>
        public bool HasReceived { get; set; }

        /// <summary>Whether the last answer went on from bytes that were there before it.</summary>
        public bool IsResumed { get; private set; }

        public HttpRequestMessage Request(long have)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (have > 0)
                request.Headers.Range = new RangeHeaderValue(have, null);
            // Where the mirror told the file's version, it sends a changed file whole.
            if (have > 0 && _version is { IsWeak: false })
                request.Headers.IfRange = new RangeConditionHeaderValue(_version);
            return request;
        }

        /// <summary>Bytes on disk that the answer goes on from: 0 where the mirror sends the whole file.</summary>
        public long Accept(HttpResponseMessage response)
        {
            _version = response.Headers.ETag;
            var range = response.Content.Headers.ContentRange;
            var from = response.StatusCode switch
            {
                HttpStatusCode.OK => 0,
                HttpStatusCode.PartialContent when range?.From is { } first && first == part.Length => first,
                HttpStatusCode.PartialContent => throw new MirrorException($"sent bytes {range}, asked for those from {part.Length}"),
                var status => throw new MirrorException($"HTTP {(int)status}"),
            };
            var length = range?.Length ?? from + response.Content.Headers.ContentLength;
            if (length is not null && length != file.Length)
                throw new MirrorException($"offers {length} bytes, expected {file.Length}");
            IsResumed = from > 0;
            return from;
        }

        public void Report(long bytes) => progress?.Report(new DownloadProgress(file.Name, bytes, file.Length));
    }
}
