using Secant.Lab.Runs;

namespace Secant.Lab.Tests.Runs;

public sealed class RepeatedFailuresTests
{
    private readonly RepeatedFailures _failures = new();

    [Fact]
    public void Failure_should_be_given_up_on_when_it_came_three_times_without_a_pass()
    {
        Assert.Null(_failures.Add("a", "no memory", 7, ["a"]));
        Assert.Null(_failures.Add("a", "no memory", 7, ["a"]));
        Assert.Equal("a: no memory", _failures.Add("a", "no memory", 7, ["a"]));
    }

    [Fact]
    public void Counting_should_begin_anew_when_a_pass_was_begun_or_the_failure_is_another()
    {
        _failures.Add("a", "no memory", 7, ["a"]);
        _failures.Add("a", "no memory", 7, ["a"]);
        Assert.Null(_failures.Add("a", "no memory", 8, ["a"]));
        Assert.Null(_failures.Add("a", "no memory", 8, ["a"]));
        Assert.Null(_failures.Add("a", "no data", 8, ["a"]));
    }

    [Fact]
    public void Failure_of_one_node_should_not_be_given_up_on_when_another_may_do_its_work()
    {
        for (var time = 0; time < 10; time++)
        {
            Assert.Null(_failures.Add("a", "no memory", 7, ["a", "b"]));
        }

        _failures.Add("b", "no data", 7, ["a", "b"]);
        _failures.Add("b", "no data", 7, ["a", "b"]);
        Assert.Equal("a: no memory; b: no data", _failures.Add("b", "no data", 7, ["a", "b"]));
    }

    [Fact]
    public void Node_that_came_again_should_be_tried_again()
    {
        _failures.Add("a", "no memory", 7, ["a"]);
        _failures.Add("a", "no memory", 7, ["a"]);
        _failures.Forget("a");
        Assert.Null(_failures.Add("a", "no memory", 7, ["a"]));
    }
}
