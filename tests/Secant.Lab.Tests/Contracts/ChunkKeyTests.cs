using Secant.Lab.Contracts;

namespace Secant.Lab.Tests.Contracts;

public sealed class ChunkKeyTests
{
    [Theory]
    [InlineData("experiment-3/life-2/checkpoint-400/chunk-1", "3", 2, 400, 1)]
    [InlineData("experiment-3/checkpoint-400/chunk-1", "3", 0, 400, 1)]
    [InlineData("experiment-rehearsal-1/life-1/checkpoint-0/chunk-0", "rehearsal-1", 1, 0, 0)]
    public void Key_should_come_back_whole_from_its_name(string name, string experiment, int life, int iteration, int index)
    {
        var key = new ChunkKey(experiment, life, iteration, index);

        Assert.Equal(name, key.ToString());
        Assert.Equal(key, ChunkKey.Parse(name));
    }

    [Theory]
    [InlineData("experiment-3")]
    [InlineData("experiment-3/checkpoint-x/chunk-1")]
    [InlineData("experiment-3/checkpoint-99999999999/chunk-1")]
    public void Parse_should_find_nothing_in_other_names(string name) => Assert.Null(ChunkKey.Parse(name));
}
