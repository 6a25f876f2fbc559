using System.CommandLine;
using Secant.Cli.Details;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Tests.Terminal;

public sealed class SpecFieldsTests
{
    // A field that no build has. The checksum, which nobody types, has room for its value.
    private static readonly SpecFields WithFlavour = new([
        .. SpecFields.All.Rows,
        SpecField.Of("flavour", SpecPart.Net, nameof(ExperimentSpec.DataSha256), "taste of the pixels", Readings.Word<Flavour>(),
            spec => spec.DataSha256 is { Length: > 0 } flavour ? flavour : "plain",
            (spec, value) => spec with { DataSha256 = Words.Of(value) }),
    ]);

    private static readonly ExperimentSpec Sweet =
        new() { Iterations = 1, BatchSize = 2, LearningRate = 0.3, HiddenSize = 4, DataSha256 = "sweet" };

    private enum Flavour
    {
        Plain,
        Sweet,
    }

    public static TheoryData<string> Words_of_rows => [.. SpecFields.All.Rows.Select(row => row.Word)];

    [Fact]
    public void Row_should_be_all_that_the_command_line_needs_of_a_field()
    {
        var (command, arguments) = Run();
        var option = command.Options.Single(option => option.Name == "--flavour");
        Assert.Equal(("taste of the pixels [default: plain]", "plain|sweet"), (option.Description, option.HelpName));
        Assert.Equal(["plain", "sweet"],
            command.Parse("1 2 0.3 4 --flavour ").GetCompletions(26).Select(completion => completion.Label));
        Assert.Equal(Sweet, arguments.Read(command.Parse("1 2 0.3 4 --flavour sweet")));
        Assert.Equal("--flavour: expected plain or sweet, found 'sour'",
            Assert.Single(command.Parse("1 2 0.3 4 --flavour sour").Errors).Message);
    }

    [Fact]
    public void Row_should_be_all_that_a_sweep_file_needs_of_a_field()
    {
        Assert.Equal(["sweet", "plain"], Sweep("[sweet, plain]").Rows.Select(row => row.Spec.DataSha256));
        Assert.Equal("a.yaml:1:72: flavour: expected plain or sweet, found 'sour'",
            Assert.Throws<SecantException>(() => Sweep("sour")).Message);
    }

    [Fact]
    public void Row_should_be_all_that_differences_need_of_a_field() => Assert.Equal(["sweet", "plain"],
        SpecDifferences.Of([SpecRecord.From(Sweet), SpecRecord.From(Sweet with { DataSha256 = "" })], field => field.English,
            WithFlavour));

    [Fact]
    public void Row_should_be_all_that_the_command_which_repeats_a_run_needs_of_a_field()
    {
        var line = SpecCommandLine.Of(SpecRecord.From(Sweet), WithFlavour);
        Assert.Equal("secant run 1 2 0.3 4 --seed 1 --flavour sweet", line);
        var (command, arguments) = Run();
        Assert.Equal(Sweet, arguments.Read(command.Parse(line["secant run ".Length..])));
    }

    [Fact]
    public void Every_property_that_a_user_may_set_should_have_a_row() => Assert.Equal(
        Names(typeof(ExperimentSpec)).Except([nameof(ExperimentSpec.DataSha256)]).Order(),
        SpecFields.All.Rows.Select(row => row.Member).Order());

    [Fact]
    public void Every_property_of_the_stored_spec_should_be_one_of_the_spec() =>
        Assert.Equal(Names(typeof(ExperimentSpec)).Order(), Names(typeof(SpecRecord)).Order());

    [Theory]
    [MemberData(nameof(Words_of_rows))]
    public void Row_should_set_its_property_and_no_other_and_say_what_it_set(string word)
    {
        var row = SpecFields.All.Rows.Single(row => row.Word == word);
        var (typed, change) = ((string[])[.. row.Reading.HelpName.Split('|'), "7"]).Select(text => (text, row.Read(text)))
            .Last(each => each.Item2 is not null && each.text != row.Default);
        var changed = change!(SpecField.Blank);
        var properties = typeof(ExperimentSpec).GetProperties()
            .Where(property => !Equals(property.GetValue(changed), property.GetValue(SpecField.Blank)));
        Assert.Equal([row.Member], properties.Select(property => property.Name));
        Assert.Equal(typed, row.Text(SpecRecord.From(changed)));
    }

    [Theory]
    [MemberData(nameof(Words_of_rows))]
    public void Range_of_a_row_should_be_what_the_limits_take(string word)
    {
        var limits = new SpecLimits { Iterations = 50, BatchSize = 60, HiddenSize = 70 };
        var row = SpecFields.All.Rows.Single(row => row.Word == word);
        if (row.Range is null)
        {
            Assert.True(row.Part == SpecPart.Seed || !row.Reading.IsNumber, $"{word} is a number without a range");
            return;
        }

        var (least, most) = row.Range(limits);
        var isWhole = row.Read("0.5") is null;
        var below = isWhole ? least - 1 : Math.BitDecrement(least);
        var above = isWhole ? most + 1 : Math.BitIncrement(most);
        Assert.Equal([false, true, true, false], ((double[])[below, least, most, above]).Select(Takes));

        bool Takes(double value)
        {
            try
            {
                var change = row.Read(Figures.Exact(value));
                limits.Check(change?.Invoke(SpecField.Blank) ?? throw new SecantException(Failure.Usage, "no value"));
                return true;
            }
            catch (SecantException)
            {
                return false;
            }
        }
    }

    private static IEnumerable<string> Names(Type type) => type.GetProperties().Select(property => property.Name);

    private static (Command Command, SpecArguments Arguments) Run()
    {
        var arguments = new SpecArguments(fields: WithFlavour);
        var command = new Command("run");
        arguments.AddTo(command);
        return (command, arguments);
    }

    private static Core.Sweeps.SweepPlan Sweep(string flavour) => SweepFile.Parse("a.yaml",
        $"experiments: [{{iterations: 1, batch: 2, rate: 0.3, hidden: 4, flavour: {flavour}}}]", new SpecLimits(),
        new SweepFile.Overrides(), WithFlavour);
}
