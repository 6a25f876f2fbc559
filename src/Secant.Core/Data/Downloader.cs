namespace Secant.Core.Data;

/// <summary>
/// Fetches a published file from the first mirror that serves it. What a broken download left is gone on with, also on
/// another mirror and in a later run: the checksum over the whole file decides, not the server.
/// </summary>
/// <param name="http">Without a timeout of its own.</param>
/// <param name="stallTimeout">How long a mirror may send nothing before it is given up.</param>
/// <param name="time">Measures it.</param>
internal sealed class Downloader(HttpClient http, TimeSpan stallTimeout, TimeProvider time)
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
        {
            return null;
        }

        if (part.Length == file.Length && await part.CommitAsync(cancellation).ConfigureAwait(false))
        {
            return null;
        }

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
        var transfer = new MirrorTransfer(file, address, part, progress);
        try
        {
            await RunAsync(file, part, transfer, cancellation).ConfigureAwait(false);
        }
        catch (MirrorException) when (transfer.HasReceived)
        {
            await RunAsync(file, part, transfer, cancellation).ConfigureAwait(false);
        }

        if (await part.CommitAsync(cancellation).ConfigureAwait(false))
        {
            return;
        }

        // The wrong bytes may be those that were there before, so a mirror is judged by a file sent in one piece.
        if (transfer.IsResumed)
        {
            await RunAsync(file, part, transfer, cancellation).ConfigureAwait(false);
            if (await part.CommitAsync(cancellation).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new MirrorException($"wrong checksum of {file.Name}, expected {file.Sha256}");
    }

    private async Task RunAsync(PublishedFile file, PartFile part, MirrorTransfer transfer, CancellationToken cancellation)
    {
        using var watch = new CancellationTokenSource(stallTimeout, time);
        using var ends = cancellation.Register(watch.Cancel);
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
        PublishedFile file, PartFile part, MirrorTransfer transfer, CancellationTokenSource watch, CancellationToken cancellation)
    {
        using var request = transfer.Request(part.Length);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, watch.Token)
            .ConfigureAwait(false);
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
                {
                    throw new MirrorException($"connection lost after {bytes} of {file.Length} bytes");
                }

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
}
