using Secant.Actors.Workers;

namespace Secant.Actors.Tests.Workers;

public sealed class RoundTripTests
{
    private readonly HandClock _clock = new();
    private readonly RoundTrip _trip;

    public RoundTripTests() => _trip = new RoundTrip(_clock);

    [Fact]
    public void Quickest_should_be_that_of_the_last_sixteen()
    {
        Go(seconds: 0.1);
        Go(seconds: 0.3, times: 15);
        Assert.Equal(TimeSpan.FromSeconds(0.1), _trip.Quickest);
        Go(seconds: 0.3);
        Assert.Equal(TimeSpan.FromSeconds(0.3), _trip.Quickest);
    }

    [Fact]
    public void Quickest_should_not_be_known_before_there_were_three()
    {
        Go(seconds: 0.1, times: 2);
        Assert.Equal(TimeSpan.Zero, _trip.Quickest);
        Go(seconds: 0.2);
        Assert.Equal(TimeSpan.FromSeconds(0.1), _trip.Quickest);
    }

    [Fact]
    public void Answer_should_count_for_the_message_that_it_answers_when_others_are_under_way()
    {
        Go(seconds: 2);
        _trip.Left();
        _clock.Pass(1);
        _trip.Left();
        _clock.Pass(0.5);
        _trip.Returned();
        _clock.Pass(1.1);
        _trip.Returned();

        Assert.Equal(TimeSpan.FromSeconds(1.5), _trip.Quickest);
    }

    [Fact]
    public void Answer_should_not_count_when_nothing_waits_for_it()
    {
        Go(seconds: 2, times: 5);
        _trip.Left();
        _clock.Pass(1);
        _trip.Forget();
        _trip.Returned();

        Assert.Equal(TimeSpan.FromSeconds(2), _trip.Quickest);
    }

    private void Go(double seconds, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            _trip.Left();
            _clock.Pass(seconds);
            _trip.Returned();
        }
    }

    private sealed class HandClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(double seconds) => _now += (long)(seconds * TimeSpan.TicksPerSecond);
    }
}
