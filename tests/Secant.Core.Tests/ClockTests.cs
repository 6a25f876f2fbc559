using Xunit;

namespace Secant.Core.Tests;

public sealed class ClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-3600)]
    [InlineData(0)]
    [InlineData(3600)]
    public void Duration_should_be_what_passed_whatever_the_date_was_set_to(int seconds)
    {
        var time = new SetTime { Date = Noon };
        var clock = new Clock(time);
        var began = clock.Now;
        time.Date += TimeSpan.FromSeconds(seconds + 5);
        time.Passed += TimeSpan.FromSeconds(5);

        Assert.Equal(TimeSpan.FromSeconds(5), clock.Now - began);
        Assert.Equal(Noon.AddSeconds(seconds + 5), clock.Date);
        Assert.Equal(clock.Date.AddSeconds(-5), clock.DateOf(began));
        Assert.Equal(clock.DateOf(began), began + clock.ToDate);
    }

    [Fact]
    public void Standstill_should_count_as_one_reading()
    {
        var time = new SetTime { Date = Noon };
        var clock = new Clock(time, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.2));
        var began = clock.Now;
        time.Passed += TimeSpan.FromSeconds(1);
        Assert.Equal(TimeSpan.FromSeconds(1), clock.Now - began);

        time.Passed += TimeSpan.FromSeconds(60);
        Assert.Equal(TimeSpan.FromSeconds(1.2), clock.Now - began);

        time.Passed += TimeSpan.FromSeconds(0.3);
        Assert.Equal(TimeSpan.FromSeconds(1.5), clock.Now - began);
    }

    /// <summary>A machine whose date is set by hand.</summary>
    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Date { get; set; }

        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Date;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
