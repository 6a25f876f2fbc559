using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Terminal;

/// <summary>What a value makes of a spec.</summary>
internal delegate ExperimentSpec SpecChange(ExperimentSpec spec);

/// <summary>What a field decides, and so which commands take and say it.</summary>
internal enum SpecPart
{
    /// <summary>One of the four numbers, which every experiment needs.</summary>
    Number,

    /// <summary>The seed. Every text that repeats a run says it.</summary>
    Seed,

    /// <summary>A setting of the net and of its derivatives.</summary>
    Net,

    /// <summary>A setting of training alone, which <c>check</c> does not take.</summary>
    Training,
}

/// <summary>How a language says a setting.</summary>
/// <param name="Name">The field.</param>
/// <param name="Value">A value, which stands for <c>{0}</c>.</param>
internal sealed record SettingText(string Name, string Value = "{0}")
{
    /// <summary>A value in the language; empty where the field is left to its default.</summary>
    public string Of(string? value) => value is null ? "" : Value.Replace("{0}", value, StringComparison.Ordinal);
}

/// <summary>A field of the spec: all that command line, sweep files, documents, reports and help know of it.</summary>
/// <param name="Word">The key in a sweep file; with two dashes the option of the command line.</param>
/// <param name="Part">What it decides.</param>
/// <param name="Member">The property of <see cref="ExperimentSpec"/> and <see cref="SpecRecord"/>.</param>
/// <param name="Help">What the help says; <c>{range}</c> stands for the range.</param>
/// <param name="Reading">The kind of its values.</param>
/// <param name="Get">Its value in a stored spec; null where it is left to its default.</param>
/// <param name="Read">What a text makes of a spec; null where the text is no value.</param>
/// <param name="Typed">The same of what was typed, with its complaint.</param>
internal sealed record SpecField(string Word, SpecPart Part, string Member, string Help, Reading Reading,
    Func<SpecRecord, object?> Get, Func<string, SpecChange?> Read, Func<ArgumentResult, SpecChange> Typed)
{
    private static readonly SpecRecord Defaults = SpecRecord.From(Blank);

    /// <summary>The smallest spec; every setting has its default.</summary>
    public static ExperimentSpec Blank => new() { Iterations = 0, BatchSize = 1, LearningRate = 1, HiddenSize = 1 };

    /// <summary>The value of an option without one; null where an option needs one.</summary>
    public string? Bare { get; init; }

    /// <summary>Least and most; null where the kind of value says it all.</summary>
    public Func<SpecLimits, (double Least, double Most)>? Range { get; init; }

    /// <summary>How <c>show</c> says a value, which stands for <c>{0}</c>; null where it does not.</summary>
    public string? Shown { get; init; }

    public SettingText English { get; init; } = new(Word);

    public SettingText Korean { get; init; } = new(Word);

    public string Option => $"--{Word}";

    /// <summary>Its name in JSON documents.</summary>
    public string Json => JsonNamingPolicy.CamelCase.ConvertName(Member);

    /// <summary>The default as it is typed; null where there is none to type.</summary>
    public string? Default => Text(Defaults);

    /// <summary>The help, with range and default.</summary>
    public string Description
    {
        get
        {
            var (least, most) = Range?.Invoke(new SpecLimits()) ?? default;
            var text = Help.Replace("{range}", $"{Figures.Exact(least)} to {Figures.Exact(most)}", StringComparison.Ordinal);
            text += Bare is null ? "" : $" [{Reading.HelpName} without a value: {Bare}]";
            return Part != SpecPart.Number && Default is { } standard ? $"{text} [default: {standard}]" : text;
        }
    }

    /// <summary>A row of the table; <paramref name="set"/> gives a spec with another value.</summary>
    public static SpecField Of<T>(string word, SpecPart part, string member, string help, Reading<T> reading,
        Func<SpecRecord, object?> get, Func<ExperimentSpec, T, ExperimentSpec> set) =>
        new(word, part, member, help, reading, get,
            text => reading.Try(text, out var value) ? spec => set(spec, value) : null,
            result =>
            {
                var value = reading.Typed(result);
                return spec => set(spec, value);
            });

    /// <summary>Its value as it is typed; null where it is left to its default.</summary>
    public string? Text(SpecRecord spec) => Get(spec) switch
    {
        double number => Figures.Exact(number),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var text => (string?)text,
    };

    /// <summary>Whether a text that repeats a run says it: the seed always, a setting that is not its default.</summary>
    public bool IsSaid(SpecRecord spec) => Part == SpecPart.Seed || (Text(spec) is { } text && text != Default);
}
