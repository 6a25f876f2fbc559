using Secant.Lab.Scheduling;

namespace Secant.Lab.Tests.Scheduling;

public sealed class SplitMemoryTests
{
    private readonly SplitMemory _memory = new();

    [Fact]
    public void Memory_should_serve_experiments_of_a_like_size_and_no_others()
    {
        _memory.Learn(At(0), work: 4_800, seconds: 0.001);
        Assert.Equal(0.001, _memory.Of(At(1), 4_800));
        Assert.Equal(0.001, _memory.Of(At(1), 7_200));
        Assert.Null(_memory.Of(At(1), 7_201));
        Assert.Null(_memory.Of(At(1), 3_000));
    }

    [Fact]
    public void Memory_should_have_what_was_learned_last()
    {
        _memory.Learn(At(0), 4_800, 0.001);
        _memory.Learn(At(1), 5_000, 0.002);
        Assert.Equal(0.002, _memory.Of(At(2), 4_800));
    }

    [Fact]
    public void Memory_should_fade_so_that_splitting_is_tried_again()
    {
        _memory.Learn(At(0), 4_800, 0.001);
        Assert.NotNull(_memory.Of(At(300), 4_800));
        Assert.Null(_memory.Of(At(301), 4_800));
    }

    private static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);
}
