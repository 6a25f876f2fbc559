using System.CommandLine;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;

namespace Secant.Cli.Drills;

/// <summary><c>secant drill</c>: breaks a small lab of this machine's own and shows how it heals.</summary>
internal static class DrillCommand
{
    private const string Every = "all";

    public static Command Create(CommandFrame frame)
    {
        var names = Drill.All().Select(drill => drill.Name).ToList();
        var what = new Argument<string>("WHAT")
        {
            Description = $"{string.Join(", ", names)}, or {Every} of them",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => Every,
        };
        what.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value != Every && !names.Contains(token.Value))
            {
                result.AddError($"WHAT: expected {string.Join(", ", names)} or {Every}, found '{token.Value}'");
            }
        });
        var command = new Command("drill",
            "break a small lab on this machine and watch it heal; needs no privileges, leaves nothing behind") { what };
        command.SetAction(async (parse, cancellation) =>
        {
            var wanted = parse.GetValue(what);
            var drills = Drill.All().Where(drill => wanted == Every || drill.Name == wanted).ToList();
            return await new DrillRunner(frame.Context).RunAsync(drills, cancellation).ConfigureAwait(false) ? ExitCode.Done
                : ExitCode.Failed;
        });
        return command;
    }
}
