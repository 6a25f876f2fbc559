using Secant.Lab.Scheduling;

namespace Secant.Lab.Tests.Scheduling;

public sealed class PeerPatienceTests
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2.75);
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly PeerPatience _patience = new(Least, TimeSpan.FromSeconds(30));

    [Fact]
    public void Peer_that_keeps_time_should_get_the_least()
    {
        Assert.Equal(Least, _patience.Of(Start, "a"));
        Assert.Null(_patience.Heard(Start, "a"));
        Assert.Equal(Least, _patience.Of(Start, "a"));
    }

    [Theory]
    [InlineData(4, 6)]
    [InlineData(25, 30)]
    [InlineData(31, 2.75)]
    public void Peer_that_comes_back_should_get_half_as_much_again_as_its_silence(double silence, double patience)
    {
        _patience.GivenUp(Start + Least, "a", heard: Start);
        var back = Start + TimeSpan.FromSeconds(silence);

        Assert.Equal(patience > Least.TotalSeconds ? silence : null, _patience.Heard(back, "a")?.TotalSeconds);
        Assert.Equal(patience, _patience.Of(back, "a").TotalSeconds);
        Assert.Equal(Least, _patience.Of(back, "b"));
    }

    [Fact]
    public void Peer_should_never_get_less_for_a_shorter_silence_and_the_least_once_it_has_kept_time_for_long()
    {
        _patience.GivenUp(Start, "a", heard: Start - TimeSpan.FromSeconds(10));
        _patience.Heard(Start, "a");
        _patience.GivenUp(Start, "a", heard: Start - TimeSpan.FromSeconds(3));
        _patience.Heard(Start, "a");

        Assert.Equal(15, _patience.Of(Start + PeerPatience.Remembered, "a").TotalSeconds);
        Assert.Equal(Least, _patience.Of(Start + PeerPatience.Remembered + TimeSpan.FromTicks(1), "a"));
    }
}
