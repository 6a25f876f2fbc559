using System.CommandLine;
using System.CommandLine.Completions;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Core.Experiments;

namespace Secant.Cli.Sweeps;

/// <summary>The four numbers and the options that make a spec, the same in every command that takes one.</summary>
internal sealed class SpecArguments
{
    // The numbers of the first row of the report.
    private static readonly ExperimentSpec Defaults =
        new() { Iterations = 100, BatchSize = 32, LearningRate = 0.05, HiddenSize = 50 };

    private readonly IReadOnlyList<Argument<SpecChange?>> _numbers;
    private readonly IReadOnlyList<(SpecField Field, Option<SpecChange?> Option)> _options;

    /// <param name="areNumbersOptional">Whether the four numbers may be left out, all together.</param>
    /// <param name="fields">The fields of a spec; null takes all that there are.</param>
    public SpecArguments(bool areNumbersOptional = false, SpecFields? fields = null)
    {
        fields ??= SpecFields.All;
        _numbers = [.. fields.Numbers.Select(field => new Argument<SpecChange?>(field.Word.ToUpperInvariant())
        {
            Description = field.Description,
            Arity = areNumbersOptional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
            CustomParser = field.Typed,
        })];
        _options = [.. fields.Options.Select(field => (field, OptionOf(field)))];
    }

    /// <param name="command">The command.</param>
    /// <param name="isTraining">Whether it trains, and so evaluates and picks a kernel.</param>
    public void AddTo(Command command, bool isTraining = true)
    {
        foreach (var number in _numbers)
        {
            command.Add(number);
        }

        AddOptionsTo(command, isTraining);
        command.Validators.Add(result =>
        {
            var given = _numbers.Count(number => result.GetResult(number) is { Tokens.Count: > 0 });
            if (given is > 0 and < 4 && _numbers[0].Arity.MinimumNumberOfValues == 0)
            {
                result.AddError($"{command.Name} takes all four of ITERATIONS BATCH RATE HIDDEN or none, found {given}");
            }
        });
    }

    /// <summary>The options without the numbers.</summary>
    /// <inheritdoc cref="AddTo"/>
    public void AddOptionsTo(Command command, bool isTraining = true)
    {
        foreach (var (_, option) in _options.Where(each => isTraining || each.Field.Part != SpecPart.Training))
        {
            command.Add(option);
        }
    }

    /// <summary>What was typed of the options that a sweep takes, too.</summary>
    public SweepFile.Overrides Overrides(ParseResult parse, int? repeat)
    {
        var typed = Read(parse);
        return new(IsTyped("data") ? typed.Data : null, repeat, IsTyped("seed") ? typed.Seed : null);

        bool IsTyped(string word) => parse.GetResult(_options.Single(each => each.Field.Word == word).Option) is not null;
    }

    /// <summary>The spec as typed, its ranges not yet checked. What was not typed has its default.</summary>
    public ExperimentSpec Read(ParseResult parse) => Read(parse, parse);

    /// <summary>The spec of four numbers that were typed in one place with something else.</summary>
    /// <exception cref="SecantException">One is no number (<see cref="Failure.Usage"/>).</exception>
    public ExperimentSpec Read(ParseResult parse, IReadOnlyList<string> numbers)
    {
        var four = new Command("four");
        foreach (var number in _numbers)
        {
            four.Add(number);
        }

        // A minus would read as an option's.
        var read = four.Parse(["--", .. numbers]);
        return read.Errors.Count > 0 ? throw new SecantException(Failure.Usage, read.Errors[0].Message) : Read(parse, read);
    }

    private static Option<SpecChange?> OptionOf(SpecField field) => new(field.Option)
    {
        Description = field.Description,
        HelpName = field.Reading.HelpName,
        Arity = field.Bare is null ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
        CompletionSources = { _ => field.Reading.Words.Select(word => new CompletionItem(word)) },
        CustomParser = result => result.Tokens.Count == 0 ? field.Read(field.Bare!) : field.Typed(result),
    };

    private ExperimentSpec Read(ParseResult options, ParseResult numbers) =>
        _options.Select(each => options.GetValue(each.Option)).Concat(_numbers.Select(number => numbers.GetValue(number)))
            .OfType<SpecChange>().Aggregate(Defaults, (spec, change) => change(spec));
}
