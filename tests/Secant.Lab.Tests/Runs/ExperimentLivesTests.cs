using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Lab.Tests.Runs;

public sealed class ExperimentLivesTests
{
    private static readonly BuildRecord Build = new("1.0.0", "abc", "runtime", "os", "cpu");

    private readonly ExperimentLives _lives = new();

    [Fact]
    public void Recoveries_should_count_lives_that_ended_without_a_word()
    {
        Apply(Life(1), new LifeSuspended(5), Life(2), new LifeContinued(5), Life(3));
        Assert.Equal(1, _lives.Recoveries);
        Assert.Equal(3, _lives.Life);
    }

    [Fact]
    public void Recoveries_should_be_those_of_the_checkpoint_that_a_life_goes_on_from()
    {
        Apply(Life(1), Checkpoint(10, recoveries: 2), Checkpoint(20, recoveries: 5));
        _lives.GoOnFrom(_lives.Checkpoints[0]);
        Assert.Equal(2, _lives.Recoveries);
        _lives.GoOnFrom(null);
        Assert.Equal(0, _lives.Recoveries);
    }

    [Fact]
    public void Curve_should_end_where_a_life_goes_on()
    {
        Apply(Life(1), Checkpoint(10), Checkpoint(20));
        _lives.GoOnFrom(_lives.Checkpoints[0]);
        Assert.Equal([10], _lives.Curve.Select(point => point.Iteration));
    }

    [Fact]
    public void KeepLast_should_give_the_older_checkpoints()
    {
        Apply(Life(1), Checkpoint(10), Checkpoint(20), Checkpoint(30));
        Assert.Equal([10], _lives.KeepLast(2).Select(checkpoint => checkpoint.Iteration));
        Assert.Empty(_lives.KeepLast(2));
        Assert.Equal([20, 30], _lives.Checkpoints.Select(checkpoint => checkpoint.Iteration));
    }

    private static LifeStarted Life(int number) => new(number, "instance", 0, Build);

    private static CheckpointCommitted Checkpoint(int iteration, int recoveries = 0) => new(
        iteration, [], "f", new ProgressRecord(1, [new CurvePoint(iteration, 1, 0.5)], 1, null, recoveries, 1));

    private void Apply(params IExperimentEvent[] events)
    {
        foreach (var happened in events)
        {
            _lives.Apply(happened);
        }
    }
}
