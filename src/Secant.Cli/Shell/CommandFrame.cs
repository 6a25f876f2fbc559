using System.CommandLine;
using Secant.Actors.Hosting;
using Secant.Actors.Hosting.Configuration;
using Secant.Cli.Terminal;
using Secant.Core.Data;

namespace Secant.Cli.Shell;

/// <summary>What every command is built on: the world outside and the configuration.</summary>
internal sealed record CommandFrame(CommandContext Context, Option<string?> Config, Option<LogLevel?> Level,
    Option<string?> LogFile)
{
    private SecantOptions? _options;

    /// <summary>The configuration that --config or the usual places name, checked, with what options say of the log; read
    /// once.</summary>
    public SecantOptions Options(ParseResult parse) => _options ??= Load(parse);

    private SecantOptions Load(ParseResult parse)
    {
        var options = ConfigurationLoader.Load(parse.GetValue(Config), Context.Variables);
        return options with
        {
            LogLevel = parse.GetValue(Level) ?? options.LogLevel,
            LogFile = parse.GetValue(LogFile) is { } file ? Path.GetFullPath(file) : options.LogFile,
        };
    }

    /// <summary>The store's folder: the option, else the environment, else the configuration; null for the user's data
    /// folder.</summary>
    public string? StoreFolder(ParseResult parse, Option<string?> store) => parse.GetValue(store) ?? Options(parse).Store;

    /// <summary>How a lab in this process is started.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="options">The configuration.</param>
    /// <param name="store">The option that names the store.</param>
    /// <param name="cores">The option that says how many cores.</param>
    /// <param name="takesUpAll">True where everything unfinished will be taken up.</param>
    public static LocalLabOptions Lab(ParseResult parse, SecantOptions options, Option<string?> store, Option<int?> cores,
        bool takesUpAll)
    {
        var log = Logging.Of(options);
        return new LocalLabOptions
        {
            StoreFolder = parse.GetValue(store) ?? options.Store,
            StoreRules = options.StoreRules,
            Cores = (parse.GetValue(cores) ?? options.Cores) is var wished and > 0 ? wished : Environment.ProcessorCount,
            Command = Typed(parse),
            TakesUpAll = takesUpAll,
            Run = options.Run,
            Data = Catalogue(options),
            Limits = options.Limits,
            LogLevel = log.Level,
            Akka = log.Akka,
        };
    }

    /// <summary>
    /// The same for many small runs: one more of them at a time than there are cores, so that a core computes for one while
    /// another waits for its messages. Who says how many cores gets as many.
    /// </summary>
    /// <param name="settings">For one run.</param>
    /// <param name="runs">How many there are.</param>
    public static LocalLabOptions SideBySide(LocalLabOptions settings, int runs) =>
        settings.Cores == Environment.ProcessorCount && runs > settings.Cores ? settings with { Cores = settings.Cores + 1 }
        : settings;

    /// <summary>The command line as typed.</summary>
    public static string Typed(ParseResult parse) =>
        $"secant {string.Join(' ', parse.Tokens.Select(token => ShellWord.Of(token.Value)))}";

    public static DataCatalogue Catalogue(SecantOptions options) => new(DataOptions(options));

    /// <summary>Where data sets that came from elsewhere are kept by their checksum.</summary>
    public static DataCache Cache(SecantOptions options) => DataCache.Within(DataOptions(options).ResolveCacheFolder());

    private static DataCatalogueOptions DataOptions(SecantOptions options) =>
        new() { CacheFolder = options.Data.Cache, StallTimeout = options.Data.Timeout };
}
