using Secant.Actors.Hosting.Configuration;
using Secant.Core;
using Secant.Core.Experiments;

namespace Secant.Cli.Tests.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Loader_should_give_the_documented_defaults_when_a_file_sets_nothing()
    {
        var options = Load("# nothing\n");
        Assert.Null(options.Store);
        Assert.Null(options.Data.Cache);
        Assert.Equal(TimeSpan.FromSeconds(15), options.Data.Timeout);
        Assert.Equal(0, options.Cores);
        Assert.Equal(TimeSpan.FromSeconds(5), options.Run.CheckpointInterval);
        Assert.Equal(0.02, options.Run.CheckpointCostLimit);
        Assert.Equal(LogLevel.Off, options.LogLevel);
        Assert.True(options.Akka.IsEmpty);
    }

    [Fact]
    public void Reference_should_carry_the_defaults_that_the_limits_document() => Assert.Equal(new SpecLimits(), Load("").Limits);

    [Fact]
    public void Loader_should_read_every_key_that_an_operator_sets()
    {
        var options = Load("""
            secant {
              store = "/srv/secant store"   # quoted for the blank
              data { cache = relative, timeout = 2 minutes }
              limits { hidden-size = 7, batch-size = 8, iterations = 9, parameters = 10, naive-parameters = 11 }
              compute.cores = 3
              checkpoint { interval = 250ms, cost-limit = 0.5 }
              log.level = debug
            }
            akka.actor.ask-timeout = 7s
            """);
        Assert.Equal(Path.GetFullPath("/srv/secant store"), options.Store);
        Assert.Equal(folder["relative"], options.Data.Cache);
        Assert.Equal(TimeSpan.FromMinutes(2), options.Data.Timeout);
        Assert.Equal(
            new SpecLimits { HiddenSize = 7, BatchSize = 8, Iterations = 9, Parameters = 10, NaiveParameters = 11 },
            options.Limits);
        Assert.Equal(3, options.Cores);
        Assert.Equal(TimeSpan.FromMilliseconds(250), options.Run.CheckpointInterval);
        Assert.Equal(0.5, options.Run.CheckpointCostLimit);
        Assert.Equal(LogLevel.Debug, options.LogLevel);
        Assert.Equal("7s", options.Akka.GetString("akka.actor.ask-timeout", null));
    }

    [Fact]
    public void Loader_should_put_the_environment_before_the_file()
    {
        var variables = new Dictionary<string, string> { ["SECANT_STORE"] = folder["s"], ["SECANT_DATA"] = folder["d"] };
        var file = folder.Write("cluster.hocon", "secant { store = a, data.cache = b }");
        var options = ConfigurationLoader.Load(file, name => variables.GetValueOrDefault(name));
        Assert.Equal(folder["s"], options.Store);
        Assert.Equal(folder["d"], options.Data.Cache);
    }

    [Theory]
    [InlineData("secant.limits.hiden-size = 5", "no option secant.limits.hiden-size; did you mean secant.limits.hidden-size?")]
    [InlineData("secant { sotre = x }", "no option secant.sotre; did you mean secant.store?")]
    [InlineData("secant.wholly-unlike-anything = 1", "no option secant.wholly-unlike-anything; ")]
    [InlineData("secant.data = 5", "secant.data is a section: expected secant.data { ... }, found '5'")]
    [InlineData("secant.store { a = 1 }", "no option secant.store.a; did you mean secant.store?")]
    [InlineData("secant.store {}", "secant.store: expected a text, found a section")]
    [InlineData("secant.compute.cores = two", "secant.compute.cores: expected a whole number from 0 to 4096, found 'two'")]
    [InlineData("secant.compute.cores = 4097", "secant.compute.cores: expected a whole number from 0 to 4096, found '4097'")]
    [InlineData("secant.compute.cores = [1]", "secant.compute.cores: expected a whole number from 0 to 4096, found a list")]
    [InlineData("secant.compute.cores = ", "secant.compute.cores: expected a whole number from 0 to 4096, found nothing")]
    [InlineData("secant.checkpoint.cost-limit = NaN", "secant.checkpoint.cost-limit: expected a number from 0.001 to 0.5, found 'NaN'")]
    [InlineData("secant.checkpoint.interval = 5", "secant.checkpoint.interval: expected a time from 100ms to 1h with its unit, such as 5s, found '5'")]
    [InlineData("secant.checkpoint.interval = soon", "expected a time from 100ms to 1h with its unit, such as 5s, found 'soon'")]
    [InlineData("secant.log.level = loud", "secant.log.level: expected one of off, error, warning, info, debug, found 'loud'")]
    [InlineData("secnat.store = x", "no section 'secnat': expected secant or akka; did you mean secant?")]
    [InlineData("secant = 5", "secant is a section: expected secant { ... }, found '5'")]
    [InlineData("secant.store = ${HOME}", "${...} is not allowed here")]
    [InlineData("secant.store = ${?HOME}", "${...} is not allowed here")]
    [InlineData("a = ${b}\nb = ${a}", "${...} is not allowed here")]
    [InlineData("include \"other.hocon\"", "include is not allowed here")]
    [InlineData("secant {\n  store = x\n", "line 1 opens a brace that is never closed")]
    [InlineData("secant { store = x } }\nsecant.compute.cores = 2", "line 1 closes a brace that was never opened")]
    [InlineData("secant.store = \"x", "line 1 opens a quotation that it does not close")]
    [InlineData("secant {\n  data { timeout = 5s }, x\n}", "line 2 is not understood: ")]
    [InlineData("secant.store = C:\\x", "an unquoted text value containing assignment character")]
    [InlineData("just words", "no section 'just words': expected secant or akka")]
    public void Loader_should_name_file_and_fault_in_one_line(string text, string expected)
    {
        var fault = Assert.Throws<SecantException>(() => Load(text));
        Assert.Equal(Failure.Usage, fault.Failure);
        Assert.StartsWith(folder["cluster.hocon"] + ": ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Loader_should_say_so_when_the_file_asked_for_is_not_there()
    {
        var fault = Assert.Throws<SecantException>(() => ConfigurationLoader.Load(folder["none.hocon"], _ => null));
        Assert.Equal((Failure.Usage, $"no configuration file {folder["none.hocon"]}: check --config, or leave it out"), (fault.Failure, fault.Message));
    }

    [Fact]
    public void Shipped_file_should_set_nothing_but_name_every_option()
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, ConfigurationLoader.FileName);
        var text = File.ReadAllText(shipped);
        var uncommented = folder.Write("all.hocon", text.Replace("# ", "", StringComparison.Ordinal).Split('\n')
            .Where(line => line.Contains('=', StringComparison.Ordinal) || line.Contains('{', StringComparison.Ordinal) || line.Trim() == "}")
            .Aggregate("", (all, line) => $"{all}{line}\n"));
        var plain = ConfigurationLoader.Load(shipped, _ => null);
        var all = ConfigurationLoader.Load(uncommented, _ => null);
        Assert.Null(plain.Store);
        Assert.NotNull(all.Store);
        Assert.NotNull(all.Data.Cache);
        Assert.Equal(plain.Limits, all.Limits);
        Assert.Equal(plain.Run, all.Run);
        Assert.Equal(plain.Data.Timeout, all.Data.Timeout);
        Assert.Equal(plain.LogLevel, all.LogLevel);
    }

    private SecantOptions Load(string text) => ConfigurationLoader.Load(folder.Write("cluster.hocon", text), _ => null);
}
