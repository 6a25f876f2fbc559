using Secant.Cli;

using var interruption = Interruption.OfProcess();
return await SecantCommand.RunAsync(args, CommandContext.OfProcess(interruption));
