using Secant.Lab.Contracts;
using Secant.Lab.Diagnosis;

namespace Secant.Lab.Tests.Diagnosis;

public sealed class HappeningRingTests
{
    private readonly HappeningRing _ring = new(3);

    [Fact]
    public void Ring_should_keep_the_newest_and_no_more_than_fit()
    {
        Add(5);

        Assert.Equal([5, 4, 3], _ring.After(0, 10).Select(happening => happening.Number));
    }

    [Fact]
    public void Ring_should_give_only_what_is_new_and_no_more_than_asked_for()
    {
        Add(3);

        Assert.Equal([3], _ring.After(2, 10).Select(happening => happening.Number));
        Assert.Empty(_ring.After(3, 10));
        Assert.Equal([3, 2], _ring.After(0, 2).Select(happening => happening.Number));
    }

    private void Add(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _ring.Add(DateTimeOffset.UnixEpoch, HappeningKinds.Note, "text");
        }
    }
}
