using Akka.Configuration;
using Secant.Actors.Hosting;
using Secant.Actors.Hosting.Configuration;

namespace Secant.Cli.Shell;

/// <summary>What a process that works logs, and where: to standard error, and to a file where one is named. Those that only ask
/// have no file.</summary>
/// <param name="Level">Akka's word for the level.</param>
/// <param name="Akka">The operator's section, with the loggers.</param>
internal sealed record Logging(string Level, Config Akka)
{
    /// <exception cref="Core.SecantException">The file cannot be written (<see cref="Core.Failure.Usage"/>).</exception>
    public static Logging Of(SecantOptions options)
    {
        if (options.LogFile is not { } file)
        {
            return new Logging(Word(options.LogLevel), options.Akka);
        }

        JsonFileLogger.RequireWritable(file);
        var hasConsole = options.LogLevel != LogLevel.Off;
        return new Logging(Word(hasConsole ? options.LogLevel : LogLevel.Info),
            JsonFileLogger.For(file, hasConsole).WithFallback(options.Akka));
    }

    /// <summary>Akka's word for a level.</summary>
    public static string Word(LogLevel level) => level.ToString().ToUpperInvariant();
}
