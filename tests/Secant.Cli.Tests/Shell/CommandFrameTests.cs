using System.CommandLine;
using Secant.Cli.Shell;

namespace Secant.Cli.Tests.Shell;

public sealed class CommandFrameTests : IDisposable
{
    private readonly CommandHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Configuration_should_be_read_once()
    {
        var file = _harness.Folder.Write("once.hocon", "secant.compute.cores = 3");
        var (cores, _) = await _harness.WatchAsync(context =>
        {
            var frame = new CommandFrame(context, SharedOptions.Config(), SharedOptions.Level(), SharedOptions.LogFile());
            var parse = new RootCommand { frame.Config, frame.Level, frame.LogFile }.Parse(["--config", file]);
            var first = frame.Options(parse).Cores;
            _harness.Folder.Write("once.hocon", "secant.compute.cores = 4");
            return Task.FromResult((first, frame.Options(parse).Cores));
        });
        Assert.Equal((3, 3), cores);
    }
}
