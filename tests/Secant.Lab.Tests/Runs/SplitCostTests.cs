using Secant.Lab.Runs;

namespace Secant.Lab.Tests.Runs;

public sealed class SplitCostTests
{
    private const int Enough = 64;

    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly SplitCost _cost = new();

    [Fact]
    public void Cost_should_be_the_median_on_top_of_computing_when_enough_passes_were_made()
    {
        Add(Start, 0.5, Enough / 2);
        Add(Start, 0.003, Enough / 2 - 1);
        Assert.Null(_cost.At(Start));
        Add(Start, 0.003, 2);
        Assert.Equal(0.002, _cost.At(Start)!.Value, 1e-12);
    }

    [Fact]
    public void Cost_should_be_forgotten_when_no_pass_of_several_nodes_was_made_for_minutes()
    {
        Add(Start, 0.003, Enough);
        Assert.NotNull(_cost.At(Start + TimeSpan.FromMinutes(5)));
        var later = Start + TimeSpan.FromMinutes(6);
        Assert.Null(_cost.At(later));
        Add(later, 0.004, Enough - 1);
        Assert.Null(_cost.At(later));
        Add(later, 0.004, 1);
        Assert.Equal(0.003, _cost.At(later)!.Value, 1e-12);
    }

    [Fact]
    public void Cost_should_not_be_negative_when_nodes_are_faster_than_was_measured()
    {
        Add(Start, 0.0005, Enough);
        Assert.Equal(0, _cost.At(Start));
    }

    private void Add(DateTimeOffset now, double seconds, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _cost.Add(now, seconds, computing: 0.001);
        }
    }
}
