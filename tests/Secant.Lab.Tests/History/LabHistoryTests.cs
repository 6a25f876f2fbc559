using Secant.Lab.Contracts;
using Secant.Lab.History;
using Secant.Lab.Tests.Contracts;

namespace Secant.Lab.Tests.History;

public sealed class LabHistoryTests
{
    private LabHistory _state = LabHistory.Empty;

    [Fact]
    public void Ids_should_count_in_the_order_of_submission()
    {
        Assert.Equal("1", _state.NextId);
        Submit(3);

        Assert.Equal("4", _state.NextId);
        Assert.Equal(["1", "2", "3"], _state.Entries.Select(entry => entry.Id));
    }

    [Fact]
    public void Paused_experiment_should_not_be_due_until_it_is_continued()
    {
        Submit(1);
        _state = _state.Apply(new ExperimentPaused("1"));
        Assert.Equal((false, true), Standing("1"));

        _state = _state.Apply(new ExperimentContinued("1"));
        Assert.Equal((true, true), Standing("1"));
    }

    [Fact]
    public void Due_paused_and_counts_should_follow_what_happened()
    {
        Submit(6);
        _state = _state.Apply(new ExperimentPaused("2"));
        _state = _state.Apply(new ExperimentPaused("3"));
        _state = _state.Apply(new ExperimentContinued("2"));
        _state = _state.Apply(new ExperimentCancelled("4"));
        _state = _state.Apply(new ExperimentEnded("5", true));
        _state = _state.Apply(new ExperimentEnded("6", false));

        Assert.Equal(["1", "2"], _state.Due.Select(entry => entry.Id));
        Assert.Equal(["3"], _state.Paused.Select(entry => entry.Id));
        Assert.Equal(
            [("queued", 2), ("paused", 1), ("cancelled", 1), ("failed", 1), ("completed", 1)],
            _state.Counts().Select(count => (count.Key, count.Value))
                .OrderBy(count => Array.IndexOf(["queued", "paused", "cancelled", "failed", "completed"], count.Key)));
    }

    [Fact]
    public void Cancelled_and_ended_experiments_should_be_finished()
    {
        Submit(3);
        _state = _state.Apply(new ExperimentCancelled("1"));
        _state = _state.Apply(new ExperimentEnded("2", false));
        _state = _state.Apply(new ExperimentEnded("3", true));

        Assert.Equal([(false, false), (false, false), (false, false)], _state.Entries.Select(entry => Standing(entry.Id)));
        Assert.True(_state.Find("1")!.IsCancelled);
        Assert.False(_state.Find("2")!.IsCancelled);
    }

    [Fact]
    public void Failed_experiment_should_be_told_from_a_completed_one()
    {
        Submit(2);
        _state = _state.Apply(new ExperimentEnded("1", true));
        _state = _state.Apply(new ExperimentEnded("2", false));

        Assert.Equal([true, false], _state.Entries.Select(entry => entry.HasFailed));
    }

    [Fact]
    public void Drained_process_should_stay_drained_and_no_other_one()
    {
        _state = _state.Apply(new NodeDrained("lab-07", "first"));

        Assert.Equal((true, false), (_state.IsDrained("first"), _state.IsDrained("second")));
    }

    [Fact]
    public void Find_should_be_null_when_nothing_of_that_id_was_submitted() => Assert.Null(_state.Find("7"));

    private (bool IsDue, bool IsUnfinished) Standing(string id) => (_state.Find(id)!.IsDue, _state.Find(id)!.IsUnfinished);

    private void Submit(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _state = _state.Apply(new ExperimentSubmitted(_state.NextId, Samples.Spec, i, ""));
        }
    }
}
