using Secant.Lab.Contracts;
using Secant.Lab.Runs;
using Secant.Lab.Tests.Contracts;

namespace Secant.Lab.Tests.Runs;

public sealed class RetentionTests
{
    [Fact]
    public void Checkpoint_that_a_life_went_on_from_should_be_kept_when_a_later_one_could_not_be_read()
    {
        // The one at 95 is damaged; the second life takes its own beyond it.
        IEvent[] events = [Life(1, from: -1), Checkpoint(77), Checkpoint(95), Life(2, from: 77), Checkpoint(130)];

        Assert.Equal([77, 130], Retention.Checkpoints(events).Select(checkpoint => checkpoint.Iteration));
        Assert.Equal([130, 140], Retention.Checkpoints([.. events, Checkpoint(140)]).Select(checkpoint => checkpoint.Iteration));
    }

    [Fact]
    public void All_checkpoints_should_go_when_a_life_begins_anew() =>
        Assert.Empty(Retention.Checkpoints([Life(1, from: -1), Checkpoint(77), Life(2, from: -1)]));

    [Fact]
    public void Later_checkpoints_should_stand_when_an_older_build_did_not_say_where_its_life_went_on() =>
        Assert.Equal(
            [95, 130],
            Retention.Checkpoints([Checkpoint(77), Checkpoint(95), Life(2, from: null), Checkpoint(130)])
                .Select(checkpoint => checkpoint.Iteration));

    private static LifeStarted Life(int number, int? from) => new(number, "gone", 5, Samples.Build, from);

    private static CheckpointCommitted Checkpoint(int iteration) => new(iteration, [], "feed", Samples.Progress);
}
