using System.Net;
using System.Net.Http.Headers;

namespace Secant.Core.Data;

/// <summary>The dealings with one mirror over one file.</summary>
internal sealed class MirrorTransfer(PublishedFile file, Uri address, PartFile part, IProgress<DownloadProgress>? progress)
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
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
        }

        // Where the mirror told the file's version, it sends a changed file whole.
        if (have > 0 && _version is { IsWeak: false })
        {
            request.Headers.IfRange = new RangeConditionHeaderValue(_version);
        }

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
            HttpStatusCode.PartialContent => throw new MirrorException($"sent {range}, asked for those from {part.Length}"),
            var status => throw new MirrorException($"HTTP {(int)status}"),
        };
        var length = range?.Length ?? from + response.Content.Headers.ContentLength;
        if (length is not null && length != file.Length)
        {
            throw new MirrorException($"offers {length} bytes, expected {file.Length}");
        }

        IsResumed = from > 0;
        return from;
    }

    public void Report(long bytes) => progress?.Report(new DownloadProgress(file.Name, bytes, file.Length));
}
