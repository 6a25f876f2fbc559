using System.Collections.Concurrent;
using System.Security.Cryptography;
using Secant.Core.Data;
using Xunit;
using static Secant.Core.Tests.Data.IdxSamples;

namespace Secant.Core.Tests.Data;

public sealed class DownloadTests : IDisposable
{
    private const string Big = TrainImages + ".gz";

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    // 100 train images of noise: too large for one read, and gzip does not make it small.
    private static readonly IdxPayloads Payloads = Noise(seed: 17);

    private static readonly Dictionary<string, byte[]> Files = new()
    {
        [Big] = Gzip(Payloads.TrainImages),
        [TrainLabels + ".gz"] = Gzip(Payloads.TrainLabels),
        [TestImages + ".gz"] = Gzip(Payloads.TestImages),
        [TestLabels + ".gz"] = Gzip(Payloads.TestLabels),
    };

    private readonly TemporaryFolder _cache = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task Download_should_fill_the_cache_and_report_progress()
    {
        await using var mirror = Good();
        var progress = new Reports();

        var data = await Catalogue([mirror]).LoadAsync("noise", progress, Cancellation);

        Assert.Equal(("noise", Sha256(Payloads)), (data.Name, data.Sha256));
        Assert.Equal(4, mirror.Requests.Count);
        Assert.Equal(Files.Keys.Append("fetch.lock").Order(),
            Directory.GetFiles(_cache.At("noise")).Select(Path.GetFileName).Order());
        Assert.Equal(Files[Big], File.ReadAllBytes(_cache.At("noise", Big)));
        var big = progress.Where(report => report.File == Big).ToList();
        Assert.Equal(new DownloadProgress(Big, 0, Files[Big].Length), big[0]);
        Assert.Equal(new DownloadProgress(Big, Files[Big].Length, Files[Big].Length), big[^1]);
        Assert.True(big.Count > 2, "no progress within the file");
    }

    [Fact]
    public async Task Download_should_not_be_made_again_when_the_cache_is_sound()
    {
        await using var mirror = Good();
        var catalogue = Catalogue([mirror]);
        var folder = await catalogue.FetchAsync("noise", null, Cancellation);
        var requests = mirror.Requests.Count;

        await catalogue.LoadAsync("noise", null, Cancellation);

        Assert.Equal(_cache.At("noise"), folder);
        Assert.Equal(folder, catalogue.Locate("noise"));
        Assert.Equal(requests, mirror.Requests.Count);
    }

    [Fact]
    public async Task Download_should_go_on_where_it_was_cut()
    {
        var half = Files[Big].Length / 2;
        await using var mirror = new LocalMirror((request, stream) => request is { File: Big, From: null }
            ? LocalMirror.SendAsync(
                stream, "200 OK", $"ETag: \"v1\"\r\nContent-Length: {Files[Big].Length}\r\n", Files[Big].AsMemory(0, half))
            : LocalMirror.SendFileAsync(request, stream, Files[request.File]));

        await Catalogue([mirror]).LoadAsync("noise", null, Cancellation);

        Assert.Equal(
            [new LocalMirror.Request(Big, null, null), new LocalMirror.Request(Big, half, "\"v1\"")],
            mirror.Requests.Where(request => request.File == Big));
    }

    [Fact]
    public async Task Download_should_go_on_with_what_an_earlier_run_left()
    {
        LeavePart(Files[Big][..1000]);
        await using var mirror = Good();
        var progress = new Reports();

        await Catalogue([mirror]).LoadAsync("noise", progress, Cancellation);

        Assert.Equal(1000, mirror.Requests[0].From);
        Assert.Equal(1000, progress.First().Bytes);
    }

    [Fact]
    public async Task Download_should_begin_anew_when_what_was_left_is_of_another_file()
    {
        LeavePart(new byte[1000]);
        await using var mirror = Good();

        await Catalogue([mirror]).LoadAsync("noise", null, Cancellation);

        Assert.Equal([1000, null], mirror.Requests.Where(request => request.File == Big).Select(request => request.From));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task Download_should_begin_anew_when_what_was_left_is_as_long_as_the_file_or_longer(int excess)
    {
        LeavePart(new byte[Files[Big].Length + excess]);
        await using var mirror = Good();

        await Catalogue([mirror]).LoadAsync("noise", null, Cancellation);

        Assert.Null(mirror.Requests[0].From);
    }

    [Fact]
    public async Task Download_should_begin_anew_when_the_server_ignores_ranges()
    {
        LeavePart(Files[Big][..1000]);
        await using var mirror = new LocalMirror(
            (request, stream) => LocalMirror.SendFileAsync(request with { From = null }, stream, Files[request.File]));

        var data = await Catalogue([mirror]).LoadAsync("noise", null, Cancellation);

        Assert.Equal(1000, mirror.Requests[0].From);
        Assert.Equal(Sha256(Payloads), data.Sha256);
    }

    [Fact]
    public async Task Download_should_ask_the_next_mirror_when_one_has_no_such_file()
    {
        await using var first =
            new LocalMirror((_, stream) => LocalMirror.SendAsync(stream, "404 Not Found", "Content-Length: 0\r\n", default));
        await using var second = Good();

        await Catalogue([first, second]).LoadAsync("noise", null, Cancellation);

        Assert.Equal((4, 4), (first.Requests.Count, second.Requests.Count));
    }

    [Fact]
    public async Task Download_should_go_on_at_the_next_mirror_when_one_breaks_off_twice()
    {
        await using var first = new LocalMirror((request, stream) => LocalMirror.SendAsync(
            stream, "200 OK", $"Content-Length: {Files[request.File].Length}\r\n", Files[request.File].AsMemory(0, 20)));
        await using var second = Good();

        await Catalogue([first, second]).LoadAsync("noise", null, Cancellation);

        Assert.Equal(8, first.Requests.Count);
        Assert.All(second.Requests, request => Assert.Equal(20, request.From));
    }

    [Fact]
    public async Task Download_should_ask_the_next_mirror_when_one_serves_other_bytes()
    {
        await using var first = new LocalMirror(
            (request, stream) => LocalMirror.SendFileAsync(request, stream, new byte[Files[request.File].Length]));
        await using var second = Good();

        var data = await Catalogue([first, second]).LoadAsync("noise", null, Cancellation);

        Assert.Equal(Sha256(Payloads), data.Sha256);
        Assert.All(second.Requests, request => Assert.Null(request.From));
    }

    [Fact]
    public async Task Download_should_ask_the_next_mirror_when_one_goes_silent()
    {
        var first = new LocalMirror(async (mirror, _, stream) =>
        {
            await LocalMirror.SendAsync(stream, "200 OK", $"Content-Length: {Files[Big].Length}\r\n", Files[Big].AsMemory(0, 20));
            await mirror.HangAsync();
        });
        await using var second = Good();
        var time = new StallingTime();
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reports = new Reports(report => _ = report.Bytes == 20 && received.TrySetResult());

        var load = new DataCatalogue(Options([first, second], Long) with { Time = time }).LoadAsync("noise", reports,
            Cancellation);
        await received.Task;

        // A mirror that has sent something is asked once more.
        await time.ExpireUntilAsync(..2, () => second.Requests.Count > 0);
        await first.DisposeAsync();
        await load;

        Assert.Equal(20, second.Requests[0].From);
    }

    [Fact]
    public async Task Download_should_name_every_mirror_and_the_choices_when_none_serves_it()
    {
        await using var wrong = new LocalMirror(
            (request, stream) => LocalMirror.SendFileAsync(request, stream, new byte[Files[request.File].Length]));
        await using var other = new LocalMirror(
            (_, stream) => LocalMirror.SendAsync(stream, "200 OK", "Content-Length: 5\r\n", "hello"u8.ToArray()));
        await using var absent =
            new LocalMirror((_, stream) => LocalMirror.SendAsync(stream, "503 Busy", "Content-Length: 0\r\n", default));
        await using var range = new LocalMirror((_, stream) => LocalMirror.SendAsync(
            stream, "206 Partial Content", "Content-Range: bytes 7-8/9\r\nContent-Length: 2\r\n", new byte[2]));

        var error = await Assert.ThrowsAsync<SecantException>(
            () => Catalogue([wrong, other, absent, range]).LoadAsync("noise", null, Cancellation));

        Assert.Equal(Failure.Data, error.Failure);
        Assert.Equal(
            $"cannot fetch noise: 127.0.0.1: wrong checksum of {Big}, expected {Hash(Files[Big])}, "
            + $"127.0.0.1: offers 5 bytes, expected {Files[Big].Length}, 127.0.0.1: HTTP 503, "
            + "127.0.0.1: sent bytes 7-8/9, asked for those from 0; "
            + $"put its four .gz files into {_cache.At("noise")}, or use --data FOLDER, or --data mnist-10k",
            error.Message);
    }

    [Fact]
    public async Task Download_should_say_so_when_nobody_listens_or_answers()
    {
        await using var silent = new LocalMirror((mirror, _, _) => mirror.HangAsync());
        var gone = Good();
        await gone.DisposeAsync();
        var time = new StallingTime();

        var load = new DataCatalogue(Options([gone, silent], Long) with { Time = time }).LoadAsync("noise", null, Cancellation);
        // The second mirror's alone.
        await time.ExpireUntilAsync(1..2, () => load.IsCompleted);
        var error = await Assert.ThrowsAsync<SecantException>(() => load);

        Assert.StartsWith("cannot fetch noise: 127.0.0.1: no connection, 127.0.0.1: sent nothing for 60 s; put", error.Message);
    }

    [Fact]
    public async Task Download_should_mend_the_cache_when_a_file_in_it_is_damaged()
    {
        await using var mirror = Good();
        var catalogue = Catalogue([mirror]);
        await catalogue.FetchAsync("noise", null, Cancellation);
        var damaged = File.ReadAllBytes(_cache.At("noise", Big));
        damaged[^20] ^= 1;
        File.WriteAllBytes(_cache.At("noise", Big), damaged);

        var data = await catalogue.LoadAsync("noise", null, Cancellation);

        Assert.Equal(Sha256(Payloads), data.Sha256);
        Assert.Equal([Big], mirror.Requests.Skip(4).Select(request => request.File));
    }

    [Fact]
    public async Task Download_should_tell_of_the_damage_when_it_cannot_mend_it()
    {
        Write(_cache.At("noise"), Small);
        await using var absent = new LocalMirror((_, stream) => LocalMirror.SendAsync(stream, "404 Not Found", "", default));

        var error = await Assert.ThrowsAsync<SecantException>(() => Catalogue([absent]).LoadAsync("noise", null, Cancellation));

        Assert.Contains($"the copy on disk does not do ({_cache.At("noise")} is not noise: expected checksum", error.Message);
        Assert.Contains($"found {SmallSha256}", error.Message);
    }

    [Fact]
    public async Task Download_should_be_made_once_when_two_want_it_at_once()
    {
        await using var mirror = Good();

        await Task.WhenAll(
            Catalogue([mirror]).LoadAsync("noise", null, Cancellation),
                Catalogue([mirror]).LoadAsync("noise", null, Cancellation));

        Assert.Equal(4, mirror.Requests.Count);
    }

    [Fact]
    public async Task Download_should_be_refused_when_the_cache_cannot_be_written()
    {
        await using var mirror = Good();
        File.WriteAllText(_cache.At("noise"), "a file where the folder should be");

        var error = await Assert.ThrowsAsync<SecantException>(() => Catalogue([mirror]).LoadAsync("noise", null, Cancellation));

        Assert.StartsWith($"cannot write {_cache.At("noise", "fetch.lock")}: ", error.Message);
        Assert.EndsWith("; make room or rights there, or set SECANT_DATA to another folder", error.Message);
    }

    [Fact]
    public async Task Download_should_keep_what_came_when_it_is_cancelled()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var mirror = new LocalMirror(async (self, _, stream) =>
        {
            await LocalMirror.SendAsync(stream, "200 OK", $"Content-Length: {Files[Big].Length}\r\n", Files[Big].AsMemory(0, 20));
            await self.HangAsync();
        });
        var progress = new Reports(report =>
        {
            if (report.Bytes == 20)
            {
                cancel.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Catalogue([mirror]).LoadAsync("noise", progress, cancel.Token));

        Assert.Equal(Files[Big][..20], File.ReadAllBytes(_cache.At("noise", Big + ".part")));
    }

    [Fact]
    public async Task Shared_folder_should_be_used_when_it_holds_the_set()
    {
        await using var mirror = Good();
        Write(_cache.At("shared", "noise"), Payloads);
        var catalogue = new DataCatalogue(Options([mirror], Long) with { SharedFolders = [_cache.At("shared")] });

        var data = await catalogue.LoadAsync("noise", null, Cancellation);

        Assert.Equal(Sha256(Payloads), data.Sha256);
        Assert.Equal(_cache.At("shared", "noise"), catalogue.List()[1].Folder);
        Assert.Empty(mirror.Requests);
    }

    private static LocalMirror Good() =>
        new((request, stream) => LocalMirror.SendFileAsync(request, stream, Files[request.File]));

    private static IdxPayloads Noise(int seed)
    {
        var pixels = new byte[110 * 40 * 50];
        new Random(seed).NextBytes(pixels);
        return new IdxPayloads(
            Images(100, 40, 50, pixels[..200_000]), Labels(100, pixels[..100]), Images(10, 40, 50, pixels[200_000..]),
                Labels(10, pixels[..10]));
    }

    private static string Sha256(IdxPayloads payloads) =>
        Hash([.. payloads.TrainImages, .. payloads.TrainLabels, .. payloads.TestImages, .. payloads.TestLabels]);

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private void LeavePart(byte[] bytes)
    {
        Directory.CreateDirectory(_cache.At("noise"));
        File.WriteAllBytes(_cache.At("noise", Big + ".part"), bytes);
    }

    private DataCatalogue Catalogue(LocalMirror[] mirrors, TimeSpan? stall = null) => new(Options(mirrors, stall ?? Long));

    private DataCatalogueOptions Options(LocalMirror[] mirrors, TimeSpan stall) => new()
    {
        CacheFolder = _cache.Path,
        SharedFolders = [],
        StallTimeout = stall,
        Published =
        [
            new PublishedSet(
                "noise",
                "noise",
                Sha256(Payloads),
                [.. mirrors.Select(mirror => mirror.Address)],
                [.. Files.Select(file => new PublishedFile(file.Key, file.Value.Length, Hash(file.Value)))]),
        ],
    };

    private sealed class Reports(Action<DownloadProgress>? also = null)
        : ConcurrentQueue<DownloadProgress>, IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            Enqueue(value);
            also?.Invoke(value);
        }
    }
}
