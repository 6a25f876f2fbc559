using System.CommandLine;
using Secant.Cli.Rendering;
using Secant.Core.Experiments;
using Secant.Core.Networks.Checking;

namespace Secant.Cli.Commands;

/// <summary><c>secant check</c>: do the three ways of differentiating agree?</summary>
internal static class CheckCommand
{
    public static Command Create(CommandFrame frame)
    {
        var arguments = new SpecArguments(areNumbersOptional: true);
        var command = new Command("check", "naive against incremental against backprop, on sampled partial derivatives and every edge");
        arguments.AddTo(command);
        command.SetAction(async (parse, cancellation) =>
        {
            var options = frame.Options(parse);
            var spec = arguments.HasNumbers(parse) ? arguments.Read(parse) : arguments.Options(parse);
            options.Limits.Check(spec);
            var screens = new Screens(frame.Context, IsJson: false, IsQuiet: false);
            var data = await DataLoading.LoadAsync(screens, CommandFrame.Catalogue(options), spec.Data, cancellation).ConfigureAwait(false);

            // Whatever kernel trains, the naive one is what it is compared with.
            options.Limits.CheckNet(spec with { Kernel = GradientKernel.Naive }, data.Dimension, data.Classes);
            var comparisons = await Task.Run(() => GradientCheck.Compare(spec, data, cancellation).ToList(), cancellation).ConfigureAwait(false);
            return Write(frame.Context, comparisons);
        });
        return command;
    }

    internal static int Write(CommandContext context, List<GradientComparison> comparisons)
    {
        context.Output.Write(CheckTable.Of(comparisons));
        var failed = comparisons.Where(comparison => !comparison.Passed).ToList();
        if (failed.Count == 0)
        {
            context.Output.WritePlainLine($"all {comparisons.Count} comparisons are within their tolerance");
            return ExitCode.Done;
        }

        FailureReport.Line(
            context,
            $"{failed.Count} of {comparisons.Count} comparisons are over their tolerance, first '{failed[0].Case}' at {failed[0].Parameter}");
        return ExitCode.Failed;
    }
}
