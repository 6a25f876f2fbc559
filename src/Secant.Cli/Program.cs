using Secant.Cli;
using Secant.Cli.Shell;

using var interruption = Interruption.OfProcess();
return await SecantCommand.RunAsync(args, CommandContext.OfProcess(interruption));
