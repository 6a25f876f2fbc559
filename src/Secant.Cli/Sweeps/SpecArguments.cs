using System.CommandLine;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Core.Experiments;

namespace Secant.Cli.Sweeps;

/// <summary>The four numbers and the options that make a spec, the same in every command that takes one.</summary>
internal sealed class SpecArguments
{
    private static readonly ExperimentSpec Defaults =
        new() { Iterations = 100, BatchSize = 32, LearningRate = 0.05, HiddenSize = 50 };

    // A quarter of the run at the usual interval between evaluations.
    private const int UsualPatience = 5;

    private readonly Argument<int> _iterations =
        new("ITERATIONS") { Description = "passes to make; 0 leaves the initial net", CustomParser = Numbers.Whole };
    private readonly Argument<int> _batchSize =
        new("BATCH") { Description = "images a pass, drawn with replacement", CustomParser = Numbers.Whole };
    private readonly Argument<double> _learningRate =
        new("RATE") { Description = "learning rate, such as 0.05", CustomParser = Numbers.Real };
    private readonly Argument<int> _hiddenSize = new("HIDDEN") { Description = "hidden units", CustomParser = Numbers.Whole };

    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "key of every random draw; the same spec and seed give the same bits",
        HelpName = "N",
        CustomParser = Numbers.Seed,
        DefaultValueFactory = _ => Defaults.Seed,
    };

    private readonly Option<string> _data = new("--data")
    {
        Description = "data set: mnist-10k, mnist, fashion-mnist, or a folder of IDX files",
        HelpName = "NAME|FOLDER",
        DefaultValueFactory = _ => Defaults.Data,
    };

    private readonly Option<Activation?> _activation =
        Word("--activation", "activation of the hidden units", Defaults.Activation);

    private readonly Option<Initialization> _initialization = new("--init")
    {
        Description = "how the weights start: deviation S, or 1/inputs (xavier), or 2/inputs (he) as variance",
        HelpName = "normal:S|xavier|he",
        CustomParser = Words.Start,
        DefaultValueFactory = _ => Defaults.Initialization,
    };

    private readonly Option<InputScale?> _scale = Word("--scale", "pixels as 0..255 (raw) or 0..1 (unit)", Defaults.Scale);

    private readonly Option<double> _step = new("--step")
    {
        Description = "h of the central difference, 1e-8 to 1",
        HelpName = "H",
        CustomParser = Numbers.Real,
        DefaultValueFactory = _ => Defaults.Step,
    };

    private readonly Option<GradientKernel?> _kernel = Word(
        "--kernel", "incremental recomputes what a step touches; naive recomputes everything, for small nets", Defaults.Kernel);

    private readonly Option<int?> _evaluateEvery = new("--eval-every")
    {
        Description = "iterations between two points of the accuracy curve [default: a twentieth of the run, a fifth from 2000 "
        + "hidden units on]",
        HelpName = "N",
        CustomParser = result => Numbers.Count(result),
    };

    private readonly Option<int?> _stopWhenFlat = new("--stop-when-flat")
    {
        Description = $"end the run when N evaluations in a row brought no better test accuracy [N without a value: "
        + $"{UsualPatience}]",
        HelpName = "N",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens.Count == 0 ? UsualPatience : Numbers.Count(result),
    };

    /// <param name="areNumbersOptional">Whether the four numbers may be left out, all together.</param>
    public SpecArguments(bool areNumbersOptional = false)
    {
        if (areNumbersOptional)
        {
            foreach (var number in All())
            {
                number.Arity = ArgumentArity.ZeroOrOne;
            }
        }
    }

    /// <param name="command">The command.</param>
    /// <param name="isTraining">Whether it trains, and so evaluates and picks a kernel.</param>
    public void AddTo(Command command, bool isTraining = true)
    {
        foreach (var number in All())
        {
            command.Add(number);
        }

        AddOptionsTo(command, isTraining);
        command.Validators.Add(result =>
        {
            var given = All().Count(number => result.GetResult(number) is { Tokens.Count: > 0 });
            if (given is > 0 and < 4 && All().First().Arity.MinimumNumberOfValues == 0)
            {
                result.AddError($"{command.Name} takes all four of ITERATIONS BATCH RATE HIDDEN or none, found {given}");
            }
        });
    }

    /// <summary>The options without the numbers.</summary>
    /// <inheritdoc cref="AddTo"/>
    public void AddOptionsTo(Command command, bool isTraining = true)
    {
        foreach (var option in (Option[])[_seed, _data, _activation, _initialization, _scale, _step,
            .. isTraining ? (Option[])[_kernel, _evaluateEvery, _stopWhenFlat] : []])
        {
            command.Add(option);
        }
    }

    /// <summary>What was typed of the options that a sweep takes, too.</summary>
    public SweepFile.Overrides Overrides(ParseResult parse, int? repeat) => new(
        parse.GetResult(_data) is { Implicit: false } ? parse.GetValue(_data) : null,
        repeat,
        parse.GetResult(_seed) is { Implicit: false } ? parse.GetValue(_seed) : null);

    /// <summary>Whether the four numbers were given.</summary>
    public bool HasNumbers(ParseResult parse) => parse.GetResult(_iterations) is { Tokens.Count: > 0 };

    /// <summary>The spec as typed, its ranges not yet checked.</summary>
    public ExperimentSpec Read(ParseResult parse) => Options(parse) with
    {
        Iterations = parse.GetValue(_iterations),
        BatchSize = parse.GetValue(_batchSize),
        LearningRate = parse.GetValue(_learningRate),
        HiddenSize = parse.GetValue(_hiddenSize),
    };

    /// <summary>The spec of four numbers that were typed in one place with something else.</summary>
    /// <exception cref="SecantException">One is no number (<see cref="Failure.Usage"/>).</exception>
    public ExperimentSpec Read(ParseResult parse, IReadOnlyList<string> numbers)
    {
        var four = new Command("four");
        foreach (var number in All())
        {
            four.Add(number);
        }

        // A minus would read as an option's.
        var read = four.Parse(["--", .. numbers]);
        return read.Errors.Count > 0
            ? throw new SecantException(Failure.Usage, read.Errors[0].Message)
            : Options(parse) with
            {
                Iterations = read.GetValue(_iterations),
                BatchSize = read.GetValue(_batchSize),
                LearningRate = read.GetValue(_learningRate),
                HiddenSize = read.GetValue(_hiddenSize),
            };
    }

    /// <summary>The options over the numbers of the first row of the report.</summary>
    public ExperimentSpec Options(ParseResult parse) => Defaults with
    {
        Seed = parse.GetValue(_seed),
        Data = parse.GetValue(_data)!,
        Activation = parse.GetValue(_activation) ?? Defaults.Activation,
        Initialization = parse.GetValue(_initialization),
        Scale = parse.GetValue(_scale) ?? Defaults.Scale,
        Step = parse.GetValue(_step),
        Kernel = parse.GetValue(_kernel) ?? Defaults.Kernel,
        EvaluateEvery = parse.GetValue(_evaluateEvery),
        StopWhenFlat = parse.GetValue(_stopWhenFlat),
    };

    // The library would print the default as the enumeration spells it, not as it is typed.
    private static Option<T?> Word<T>(string name, string description, T standard)
        where T : struct, Enum => new(name)
        {
            Description = $"{description} [default: {Words.Of(standard)}]",
            HelpName = string.Join('|', Words.All<T>()),
            CustomParser = result => Words.One<T>(result),
        };

    private IEnumerable<Argument> All() => [_iterations, _batchSize, _learningRate, _hiddenSize];
}
