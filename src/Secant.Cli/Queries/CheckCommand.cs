using System.CommandLine;
using Secant.Cli.Shell;
using Secant.Cli.Sweeps;
using Secant.Cli.Terminal;
using Secant.Core.Checking;
using Secant.Core.Experiments;

namespace Secant.Cli.Queries;

/// <summary><c>secant check</c>: do the three ways of differentiating agree?</summary>
internal static class CheckCommand
{
    public static Command Create(CommandFrame frame)
    {
        var arguments = new SpecArguments(areNumbersOptional: true);
        var command = new Command("check",
            "naive against incremental against backprop, on sampled partial derivatives and every edge");
        arguments.AddTo(command, isTraining: false);
        command.SetAction(async (parse, cancellation) =>
        {
            var options = frame.Options(parse);
            var spec = arguments.Read(parse);
            options.Limits.Check(spec);
            var screens = new Screens(frame.Context, IsJson: false, IsQuiet: false);
            var data = await DataLoading.LoadAsync(screens, CommandFrame.Catalogue(options), spec.Data, cancellation)
                .ConfigureAwait(false);

            // Whatever kernel trains, the naive one is what it is compared with.
            options.Limits.CheckNet(spec with { Kernel = GradientKernel.Naive }, data.Dimension, data.Classes);
            var report = await Task.Run(() => new GradientCheck(spec, data).Run(cancellation: cancellation), cancellation)
                .ConfigureAwait(false);
            return Write(frame.Context, report);
        });
        return command;
    }

    internal static int Write(CommandContext context, GradientCheckReport report)
    {
        context.Output.Write(CheckTable.Of(report));
        foreach (var row in report.Rows.Where(row => row.Remark is not null))
        {
            context.Output.WritePlainLine($"{row.Case}, backprop: {row.Remark}");
        }

        var failed = report.Rows.Where(row => !row.Passed).ToList();
        if (failed.Count == 0)
        {
            context.Output.WritePlainLine($"all {report.Rows.Count} cases are within their tolerance");
            return ExitCode.Done;
        }

        var worst = failed[0].Naive is { Passed: false } naive ? naive : failed[0].Exact!;
        FailureReport.Line(
            context, $"{failed.Count} of {report.Rows.Count} cases are over their tolerance, first '{failed[0].Case}' at "
                + $"{worst.Parameter}");
        return ExitCode.Failed;
    }
}
