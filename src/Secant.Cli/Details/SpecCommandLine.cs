using Secant.Cli.Terminal;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Details;

/// <summary>The command that gives the same result again. What the defaults say anyway is left out, but for the seed.</summary>
internal static class SpecCommandLine
{
    private static readonly SpecRecord Defaults = SpecRecord.From(
        new ExperimentSpec { Iterations = 0, BatchSize = 1, LearningRate = 1, HiddenSize = 1 });

    public static string Of(SpecRecord spec)
    {
        List<string> words =
        [
            $"secant run {spec.Iterations} {spec.BatchSize} {Figures.Exact(spec.LearningRate)} {spec.HiddenSize} --seed "
                + $"{spec.Seed}",
        ];
        Add("--data", spec.Data, Defaults.Data);
        Add("--activation", spec.Activation, Defaults.Activation);
        Add("--init", spec.Initialization, Defaults.Initialization);
        Add("--scale", spec.Scale, Defaults.Scale);
        Add("--step", Figures.Exact(spec.Step), Figures.Exact(Defaults.Step));
        Add("--kernel", spec.Kernel, Defaults.Kernel);
        Add("--eval-every", spec.EvaluateEvery?.ToString(System.Globalization.CultureInfo.InvariantCulture), null);
        Add("--stop-when-flat", spec.StopWhenFlat?.ToString(System.Globalization.CultureInfo.InvariantCulture), null);
        return string.Join(' ', words);

        void Add(string option, string? value, string? standard)
        {
            if (value is not null && value != standard)
            {
                words.Add($"{option} {ShellWord.Of(value)}");
            }
        }
    }
}
