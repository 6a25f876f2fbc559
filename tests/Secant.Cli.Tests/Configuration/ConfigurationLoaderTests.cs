using Secant.Actors.Hosting.Configuration;
using Secant.Core;
using Secant.Core.Experiments;

namespace Secant.Cli.Tests.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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
        Assert.Equal(_folder["relative"], options.Data.Cache);
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

    [Theory]
    [InlineData("a {", "line 1 is more than 32 levels deep")]
    [InlineData("a.", "line 1 has a path of more than 32 dots")]
    [InlineData("[", "line 1 is more than 32 levels deep")]
    public void Depth_should_be_refused_before_the_parser_calls_itself_for_it(string opening, string complaint)
    {
        var error = Assert.Throws<SecantException>(() => Load("akka { " + string.Concat(Enumerable.Repeat(opening, 200_000))));
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_should_hold_what_people_put_into_them()
    {
        var akka = Load("akka { x = [\"a=b\", /srv/a.b.c.d, 1.5, {a = 1, b : [2]}], y = \"\"\"a\"b\"\"\" # [ = ]\n z = [] // "
            + "{\n}").Akka;
        Assert.Equal("a\"b", akka.GetString("akka.y"));
        Assert.Empty(akka.GetStringList("akka.z"));
        Assert.Equal(4, akka.GetValue("akka.x").GetArray().Count);
    }

    [Fact]
    public void File_without_an_end_should_be_refused() =>
        Assert.Contains("it holds more than 1000000 letters",
        Assert.Throws<SecantException>(() => Load(new string('#', 1_000_001))).Message, StringComparison.Ordinal);

    [Fact]
    public void Folder_should_not_be_taken_for_the_file() =>
        Assert.Contains("it is a folder", Assert.Throws<SecantException>(
        () => ConfigurationLoader.Load(_folder.Path, _ => null)).Message, StringComparison.Ordinal);

    [Fact]
    public void Loader_should_put_the_environment_before_the_file()
    {
        var variables = new Dictionary<string, string> { ["SECANT_STORE"] = _folder["s"], ["SECANT_DATA"] = _folder["d"] };
        var file = _folder.Write("cluster.hocon", "secant { store = a, data.cache = b }");
        var options = ConfigurationLoader.Load(file, name => variables.GetValueOrDefault(name));
        Assert.Equal(_folder["s"], options.Store);
        Assert.Equal(_folder["d"], options.Data.Cache);
    }

    [Theory]
    [InlineData("secant { lab.cores = 2[ }, compute.cores = 1 }\nakka.x = [1]",
        "line 1 closes a brace where the bracket of line 1 is open")]
    [InlineData("akka = 5", "akka is a section: expected akka { ... }")]
    [InlineData("akka.x = [", "line 1 opens a bracket that is never closed")]
    [InlineData("akka.x = 1\n]", "line 2 closes a bracket that was never opened")]
    [InlineData("akka.x = [ = ]", "line 1 has '=' in a list: put the text in quotes")]
    [InlineData("akka.x = [1,\n a@b]", "line 2 has '@' in a list: put the text in quotes")]
    [InlineData("akka.x = \"\"\"x\\\"\"\" [ = ] \"\"", "line 1 has '=' in a list")]
    [InlineData("akka.x = \"x", "line 1 opens a quotation that it does not close")]
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
    [InlineData("secant.checkpoint.cost-limit = NaN",
        "secant.checkpoint.cost-limit: expected a number from 0.001 to 0.5, found 'NaN'")]
    [InlineData("secant.checkpoint.interval = 5",
        "secant.checkpoint.interval: expected a time from 100ms to 1h with its unit, such as 5s, found '5'")]
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
        Assert.StartsWith(_folder["cluster.hocon"] + ": ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Loader_should_say_so_when_the_file_asked_for_is_not_there()
    {
        var fault = Assert.Throws<SecantException>(() => ConfigurationLoader.Load(_folder["none.hocon"], _ => null));
        Assert.Equal((Failure.Usage, $"no configuration file {_folder["none.hocon"]}: check --config, or leave it out"),
            (fault.Failure, fault.Message));
    }

    [Fact]
    public void Environment_should_set_any_option_by_its_name()
    {
        var variables = new Dictionary<string, string>
        {
            ["SECANT_LAB_BIND"] = "127.0.0.1:5000",
            ["SECANT_CHECKPOINT_INTERVAL"] = "250ms",
            ["SECANT_STORE_LIMIT"] = "2000000",
            ["SECANT_LIMITS_HIDDEN_SIZE"] = "7",
            ["SECANT_NODE_NAME"] = "",
        };
        var file = _folder.Write("cluster.hocon", """secant { lab.bind = "127.0.0.1:1", node.name = "seven" }""");
        var options = ConfigurationLoader.Load(file, name => variables.GetValueOrDefault(name));
        Assert.Equal(("127.0.0.1:5000", "seven"), (options.Lab.Bind, options.Node.Name));
        Assert.Equal(TimeSpan.FromMilliseconds(250), options.Run.CheckpointInterval);
        Assert.Equal((2_000_000, 7), (options.StoreRules.FileLimit, options.Limits.HiddenSize));
    }

    [Fact]
    public void Environment_should_be_named_where_it_is_wrong()
    {
        var fault = Assert.Throws<SecantException>(() => ConfigurationLoader.Load(
            _folder.Write("cluster.hocon", ""), name => name == "SECANT_COMPUTE_CORES" ? "two" : null));
        Assert.Equal(
            (Failure.Usage, "environment: secant.compute.cores: expected a whole number from 0 to 4096, found 'two'"),
                (fault.Failure, fault.Message));
    }

    [Fact]
    public void Shipped_file_should_set_nothing_but_name_every_option()
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, ConfigurationLoader.FileName);
        var lines = File.ReadAllLines(shipped).Select(line => line.Trim()).ToList();
        Assert.DoesNotContain(lines, line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'));

        var named = lines.Where(
            line => line.StartsWith("# ", StringComparison.Ordinal) && line.Contains(" = ", StringComparison.Ordinal))
            .Select(line => line[2..line.IndexOf(" = ", StringComparison.Ordinal)]);
        Assert.Equal(OptionsOfReference().Order(), named.Order());
    }

    [Theory]
    [InlineData("lab")]
    [InlineData("worker")]
    [InlineData("all-in-one")]
    public void Sample_should_load_and_explain_every_line(string name)
    {
        var file = Repository.File("config", "nodes", $"{name}.hocon");
        Assert.NotNull(ConfigurationLoader.Load(file, _ => null).File);

        var lines = File.ReadAllLines(file);
        foreach (var (line, at) in lines.Select((line, at) => (line.Trim(), at))
            .Where(line => line.Item1.Contains(" = ", StringComparison.Ordinal)))
        {
            // What explains it stands right above, or above its neighbours.
            var above = lines[..at].Reverse().Select(before => before.Trim())
                .SkipWhile(before => before.Contains(" = ", StringComparison.Ordinal)).First();
            Assert.True(above.StartsWith('#'), $"{name}.hocon:{at + 1}: '{line}' is not explained");
        }
    }

    // By hand, and not by the parser that is under test: sections nest by braces.
    private static List<string> OptionsOfReference()
    {
        var options = new List<string>();
        var path = new Stack<string>();
        foreach (var line in ConfigurationLoader.ReferenceText().Split('\n').Select(line => line.Trim())
            .Where(line => !line.StartsWith('#')))
        {
            if (line.EndsWith('{'))
            {
                path.Push(line[..^1].Trim());
            }
            else if (line == "}")
            {
                path.Pop();
            }
            else if (line.Contains('=', StringComparison.Ordinal))
            {
                options.Add(string.Join('.',
                    path.Reverse().Skip(1).Append(line[..line.IndexOf('=', StringComparison.Ordinal)].Trim())));
            }
        }

        return options;
    }

    private SecantOptions Load(string text) => ConfigurationLoader.Load(_folder.Write("cluster.hocon", text), _ => null);
}
