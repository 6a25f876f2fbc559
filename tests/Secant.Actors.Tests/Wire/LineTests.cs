using Secant.Actors.Wire;

namespace Secant.Actors.Tests.Wire;

public sealed class LineTests
{
    private static readonly BlobOptions Options =
        new() { Window = 8, QueueDelay = TimeSpan.FromMilliseconds(10), AskAgainAfter = TimeSpan.FromSeconds(2) };

    [Fact]
    public void Window_should_open_from_one_chunk_on_while_they_come_promptly()
    {
        var line = new Line(Options);
        var transfer = Transfer(1, chunks: 100);
        line.Add(transfer);
        var outstanding = new Queue<int>(line.Ask(TimeSpan.Zero).Select(ask => ask.Index));
        Assert.Equal([0], outstanding);

        for (var open = 1; open <= Options.Window; open++)
        {
            Assert.Equal(open, outstanding.Count);
            for (var prompt = 0; prompt < open; prompt++)
            {
                line.Came(transfer, outstanding.Dequeue(), TimeSpan.Zero);
                line.Ask(TimeSpan.Zero).ToList().ForEach(ask => outstanding.Enqueue(ask.Index));
            }
        }

        Assert.Equal(Options.Window, line.Window);
    }

    [Fact]
    public void Transfers_should_take_turns_within_one_window()
    {
        var line = Opened();
        line.Add(Transfer(1, chunks: 100));
        line.Add(Transfer(2, chunks: 100));

        var asked = line.Ask(TimeSpan.Zero).Select(ask => (ask.Transfer.Number, ask.Index)).ToList();

        Assert.Equal([(1, 0), (2, 0), (1, 1), (2, 1), (1, 2), (2, 2), (1, 3), (2, 3)], asked);
        Assert.Empty(line.Ask(TimeSpan.Zero));
    }

    [Fact]
    public void Window_should_shrink_while_chunks_queue_and_open_again_when_they_do_not()
    {
        var line = Opened();
        var transfer = Transfer(1, chunks: 100);
        line.Add(transfer);
        _ = line.Ask(TimeSpan.Zero).ToList();

        line.Came(transfer, 0, Milliseconds(5));
        line.Came(transfer, 1, Milliseconds(10));
        Assert.Equal(8, line.Window);
        line.Came(transfer, 2, Milliseconds(16));
        line.Came(transfer, 3, Milliseconds(21));
        Assert.Equal(6, line.Window);

        var next = line.Ask(Milliseconds(21)).Select(ask => ask.Index).ToList();
        Assert.Equal([8, 9], next);
        foreach (var index in next)
        {
            line.Came(transfer, index, Milliseconds(26));
        }

        foreach (var (_, index) in line.Ask(Milliseconds(26)).ToList())
        {
            line.Came(transfer, index, Milliseconds(31));
        }

        Assert.Equal(7, line.Window);
    }

    [Fact]
    public void Window_should_shrink_by_half_and_never_close_when_a_line_gets_slow()
    {
        var line = Opened();
        var transfer = Transfer(1, chunks: 1_000);
        line.Add(transfer);
        var asked = line.Ask(TimeSpan.Zero).ToList();
        foreach (var (at, expected) in ((int[])[4, 2, 1, 1]).Index())
        {
            line.Came(transfer, asked[at].Index, Milliseconds(500));
            Assert.Equal(expected, line.Window);
        }
    }

    [Fact]
    public void Window_should_stay_small_when_chunks_wait_for_each_other_on_a_slow_line()
    {
        // 2 Mbit/s: a chunk of 64 KB takes 262 ms, one after the other.
        var free = TimeSpan.Zero;
        var windows = Run(asked => free = (asked > free ? asked : free) + Milliseconds(262));
        Assert.InRange(windows.Max(), 1, 2);
    }

    [Fact]
    public void Window_should_open_when_chunks_take_long_by_chance_and_not_by_waiting_for_each_other()
    {
        var chance = new Random(1);
        var windows = Run(asked => asked + Milliseconds(chance.Next(100, 500)));
        Assert.InRange(windows.Average(), 2, 8);
    }

    // Windows after each of 400 chunks, when an answer comes at the time that is made of when it was asked for.
    private static List<int> Run(Func<TimeSpan, TimeSpan> arrival)
    {
        var line = new Line(Options);
        var transfer = Transfer(1, chunks: 400);
        line.Add(transfer);
        var coming = new PriorityQueue<int, TimeSpan>();
        var windows = new List<int>();
        Ask(TimeSpan.Zero);
        while (coming.TryDequeue(out var index, out var now))
        {
            line.Came(transfer, index, now);
            windows.Add(line.Window);
            Ask(now);
        }

        return windows;

        void Ask(TimeSpan now) => coming.EnqueueRange(line.Ask(now).ToList().ConvertAll(ask => (ask.Index, arrival(now))));
    }

    [Fact]
    public void Chunks_should_be_asked_for_again_when_they_are_late_and_taken_once()
    {
        var line = new Line(Options);
        var transfer = Transfer(1, chunks: 2);
        line.Add(transfer);
        _ = line.Ask(TimeSpan.Zero).ToList();
        line.Came(transfer, 0, TimeSpan.Zero);
        _ = line.Ask(TimeSpan.Zero).ToList();

        Assert.Empty(line.AskAgain(Milliseconds(1_999)));
        Assert.Equal(1, Assert.Single(line.AskAgain(Milliseconds(2_000))).Index);
        Assert.Empty(line.AskAgain(Milliseconds(3_000)));
        Assert.True(line.Came(transfer, 1, Milliseconds(3_001)));
        Assert.False(line.Came(transfer, 1, Milliseconds(3_002)));
    }

    // Its quickest chunk took no time.
    private static Line Opened()
    {
        var line = new Line(Options);
        var transfer = Transfer(0, chunks: 36);
        line.Add(transfer);
        for (var asked = line.Ask(TimeSpan.Zero).ToList(); asked.Count > 0; asked = [.. line.Ask(TimeSpan.Zero)])
        {
            asked.ForEach(ask => line.Came(transfer, ask.Index, TimeSpan.Zero));
        }

        return line;
    }

    private static Transfer Transfer(long number, int chunks) =>
        new(number, "blob", chunks * BlobProtocol.ChunkBytes, new TaskCompletionSource<byte[]>());

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
}
