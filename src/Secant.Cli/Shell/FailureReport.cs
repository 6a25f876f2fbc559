using System.Globalization;
using System.Net.Sockets;
using Akka.Actor;
using Secant.Cli.Terminal;
using Secant.Core;
using Failure = Secant.Core.Failure;

namespace Secant.Cli.Shell;

/// <summary>The one place where an exception becomes an exit code and a line on standard error.</summary>
internal static class FailureReport
{
    /// <returns>The exit code.</returns>
    public static int Write(Exception exception, CommandContext context)
    {
        switch (exception)
        {
            case AggregateException { InnerExceptions: [var only] }:
                return Write(only, context);
            case SecantException { InnerException: var _ } known:
                Line(context, known.Message);
                return (int)known.Failure;
            case AskTimeoutException unanswered:
                return Write(
                    new SecantException(
                        Failure.Lab, "what was asked was not answered in time, and may be done all the same; 'secant list' "
                            + "shows what there is", unanswered),
                    context);
            case OperationCanceledException when context.Interruption.Token.IsCancellationRequested:
                Line(context, "interrupted");
                return ExitCode.Interrupted;
            case IOException or UnauthorizedAccessException or OutOfMemoryException:
                Line(context, OfMachine(exception));
                return ExitCode.Failed;
            case SocketException:
                Line(context, $"{exception.Message}; look for the network's trouble, or for too many open files");
                return (int)Failure.Lab;
            default:
                Line(context, $"unexpected {exception.GetType().Name}: {exception.Message}; {SaveDetails(exception, context)}");
                return ExitCode.Failed;
        }
    }

    /// <summary>Writes a line of its own to standard error, whatever line breaks the message holds.</summary>
    public static void Line(CommandContext context, string message) =>
        context.Error.WritePlainLine(
        "secant: " + string.Join(' ', message.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)));

    // Whatever a machine may do to a program, where no command knew better.
    private static string OfMachine(Exception exception) => exception switch
    {
        OutOfMemoryException =>
            "this machine has too little memory free for that; end other programs, or take a smaller net or batch",
        _ when !Directory.Exists(".") => "the working folder is gone; change to another one with cd",
        _ => $"{exception.Message.TrimEnd('.')}; check the path, its permissions, and the room on its disk",
    };

    private static string SaveDetails(Exception exception, CommandContext context)
    {
        var moment = context.Time.Date().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var file = Path.Combine(context.CrashFolder, $"secant-crash-{moment}-{Environment.ProcessId}.txt");
        try
        {
            File.WriteAllText(file, $"{ProgramVersion.Text}{Environment.NewLine}{exception}{Environment.NewLine}");
            return $"details are in {file}";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"details could not be written to {file}";
        }
    }
}
