using Secant.Lab.Runs;

namespace Secant.Lab.Tests.Runs;

public sealed class LogitsLogTests
{
    [Fact]
    public void Before_should_be_what_came_since_the_last_drop_in_order()
    {
        var log = Filled(start: 10, count: 5);

        log.DropBefore(12);

        Assert.Equal((12, 15), (log.Start, log.End));
        Assert.Equal([12.0, 13, 14], log.Before(15).Select(logits => logits[0]));
        Assert.Equal([12.0], log.Before(13).Select(logits => logits[0]));
        Assert.Empty(log.Before(12));
    }

    [Fact]
    public void Log_should_be_full_from_its_limit_on_until_enough_is_dropped()
    {
        var log = Filled(start: 0, count: 2, limit: 3 * sizeof(double));
        Assert.False(log.IsFull);

        log.Append([2]);
        Assert.True(log.IsFull);

        log.DropBefore(1);
        Assert.False(log.IsFull);
    }

    [Fact]
    public void DropBefore_should_leave_everything_when_it_is_older_than_the_log()
    {
        var log = Filled(start: 10, count: 2);

        log.DropBefore(3);

        Assert.Equal((10, 12), (log.Start, log.End));
    }

    private static LogitsLog Filled(int start, int count, long limit = long.MaxValue)
    {
        var log = new LogitsLog(start, limit);
        for (var i = 0; i < count; i++)
        {
            log.Append([start + i]);
        }

        return log;
    }
}
