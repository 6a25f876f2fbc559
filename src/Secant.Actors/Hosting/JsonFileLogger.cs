using System.Globalization;
using System.Text.Json;
using Akka.Configuration;
using Akka.Event;
using Secant.Core;
using Secant.Lab.Contracts;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Hosting;

/// <summary>Akka's log in a file, a JSON object a line: time, level, source, message, error; where something happened at the lab
/// also its kind, experiment and node.</summary>
public sealed class JsonFileLogger : LineLogger
{
    private const string FileKey = "secant-log-file";

    private readonly StreamWriter _file = Open(Context.System.Settings.Config.GetString(FileKey));

    /// <summary>What has an actor system log into a file, and to standard error too where that is wanted.</summary>
    public static Config For(string file, bool andConsole)
    {
        string[] loggers = [.. andConsole ? (string[])[Quoted(typeof(StandardErrorLogger))] : [], Quoted(typeof(JsonFileLogger))];
        return ConfigurationFactory.ParseString(
            $"akka.loggers = [{string.Join(", ", loggers)}], {FileKey} = {JsonSerializer.Serialize(file)}");
    }

    /// <exception cref="SecantException">The file cannot be written (<see cref="Failure.Usage"/>).</exception>
    public static void RequireWritable(string file)
    {
        try
        {
            using var opened = Open(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SecantException(Failure.Usage,
                $"log file {file} cannot be written: {fault.Message}; name another one, or none", fault);
        }
    }

    protected override void Write(LogEvent entry) => _file.WriteLine(Line(entry));

    protected override void PostStop() => _file.Dispose();

    // Two processes cannot append to one file: the second gets one with its own number.
    private static StreamWriter Open(string file)
    {
        try
        {
            return Append(file);
        }
        catch (IOException) when (File.Exists(file))
        {
            return Append($"{file}.{Environment.ProcessId}");
        }
    }

    // On Unix only this keeps other writers out; whatever reads the file is not kept out there.
    private static StreamWriter Append(string file) =>
        new(new FileStream(file, FileMode.Append, FileAccess.Write,
        OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None))
        { AutoFlush = true };

    private static string Quoted(Type type) => $"\"{type.FullName}, {type.Assembly.GetName().Name}\"";

    private static string Line(LogEvent entry)
    {
        var happening = (entry.Message as LogMessage)?.Parameters().OfType<HappeningDocument>().FirstOrDefault();
        return JsonSerializer.Serialize(new
        {
            time = entry.Timestamp.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            level = LevelOf(entry),
            source = entry.LogSource,
            message = entry.Message?.ToString(),
            error = entry.Cause?.ToString(),
            kind = happening?.Kind,
            experiment = happening?.Experiment,
            node = happening?.Node,
        });
    }
}
