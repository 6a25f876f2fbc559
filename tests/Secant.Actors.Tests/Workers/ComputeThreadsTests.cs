using System.Collections.Concurrent;
using Secant.Actors.Workers;

namespace Secant.Actors.Tests.Workers;

public sealed class ComputeThreadsTests
{
    [Theory]
    [InlineData(1, 4)]
    [InlineData(4, 1)]
    [InlineData(3, 2)]
    public async Task Threads_should_share_every_task_once_when_their_number_changes(int before, int after)
    {
        using var threads = new ComputeThreads(before, "test");
        foreach (var cores in (int[])[before, after, before])
        {
            threads.Resize(cores);
            var taken = new ConcurrentBag<(int Task, int Thread)>();
            await threads.RunAsync(() =>
            {
                Assert.Equal(cores, threads.Cores);
                threads.Run(100, (task, thread) => taken.Add((task, thread)));
                return true;
            });

            Assert.Equal(Enumerable.Range(0, 100), taken.Select(one => one.Task).Order());
            Assert.All(taken, one => Assert.InRange(one.Thread, 0, cores - 1));
        }
    }

    [Fact]
    public async Task Failure_should_reach_the_job_that_asked()
    {
        using var threads = new ComputeThreads(2, "test");
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() => threads.RunAsync(() =>
        {
            threads.Run(8, (task, _) => throw new IOException($"task {task}"));
            return true;
        }));

        Assert.IsType<IOException>(failed.InnerException);
        Assert.Equal(7, await threads.RunAsync(() => 7));
    }
}
