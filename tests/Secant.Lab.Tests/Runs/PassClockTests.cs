using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Lab.Tests.Runs;

public sealed class PassClockTests
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PassClock _clock = new(Least, 4);

    [Fact]
    public void Deadline_should_be_the_least_while_nothing_is_known()
    {
        Assert.Equal(Least, _clock.Deadline(Now));
        Assert.Null(_clock.Summary());
    }

    [Theory]
    [InlineData(10, 1000)]
    [InlineData(500, 2000)]
    public void Deadline_should_be_a_multiple_of_the_median_but_not_below_the_least(double milliseconds, double expected)
    {
        Add(milliseconds, times: 9);
        Add(60_000, times: 4);

        Assert.Equal(TimeSpan.FromMilliseconds(expected), _clock.Deadline(Now));
    }

    [Fact]
    public void Deadline_should_follow_when_passes_become_slower()
    {
        Add(1, times: 10_000);
        Add(1000, times: 33);

        Assert.Equal(TimeSpan.FromSeconds(4), _clock.Deadline(Now));
    }

    [Theory]
    [InlineData(59, 2)]
    [InlineData(61, 1)]
    public void Deadline_should_be_twice_as_long_for_a_minute_after_a_false_alarm(int secondsLater, double expected)
    {
        _clock.AlarmWasFalse(Now);

        Assert.Equal(TimeSpan.FromSeconds(expected), _clock.Deadline(Now.AddSeconds(secondsLater)));
        Assert.Equal(TimeSpan.FromSeconds(8 * expected), _clock.Deadline(Now.AddSeconds(secondsLater), TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void Summary_should_tell_median_and_99th_percentile()
    {
        for (var milliseconds = 1; milliseconds <= 200; milliseconds++)
        {
            Add(milliseconds, times: 1);
        }

        Assert.Equal(new PassMilliseconds(100, 198), _clock.Summary());
    }

    private void Add(double milliseconds, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _clock.Add(TimeSpan.FromMilliseconds(milliseconds));
        }
    }
}
