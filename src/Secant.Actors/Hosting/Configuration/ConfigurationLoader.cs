using System.Reflection;
using Secant.Actors.Journal;
using Secant.Core;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Actors.Hosting.Configuration;

/// <summary>Finds, reads and checks the one file that an operator edits.</summary>
public static class ConfigurationLoader
{
    /// <summary>The name that is looked for in the working folder, then beside the program.</summary>
    public const string FileName = "cluster.hocon";

    private const int MostLetters = 1_000_000;

    private const string Reference = "reference.hocon";

    /// <param name="file">The file asked for; null to look for <see cref="FileName"/>.</param>
    /// <param name="variables">Reads an environment variable; null where it is not set.</param>
    /// <exception cref="SecantException">The file is missing, unreadable or not right (<see cref="Failure.Usage"/>).</exception>
    public static SecantOptions Load(string? file, Func<string, string?> variables)
    {
        var defaults = HoconText.Parse(Reference, ReferenceText());
        var found = Find(file);
        var operators = found is null ? null : HoconText.Parse(found, Read(found));
        var reader = new SettingReader(defaults, operators, EnvironmentText.Of(defaults.Values.Keys, variables));
        reader.RefuseUnknownKeys();
        return new SecantOptions
        {
            Store = reader.Folder("secant.store"),
            StoreRules = new StoreRules
            {
                AllowsNetwork = reader.Word<StoreOnNetwork>("secant.store-on-network") == StoreOnNetwork.Allow,
                FileLimit = reader.WholeOrNone("secant.store-limit", 1_000_000, 1_000_000_000_000_000),
            },
            Data = new DataOptions
            {
                Cache = reader.Folder("secant.data.cache"),
                Timeout = reader.Time("secant.data.timeout", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            },
            Limits = Limits(reader),
            Cores = (int)reader.Whole("secant.compute.cores", 0, NodeProtocol.MostCores),
            Lab = new LabOptions(
                reader.Text("secant.lab.bind"),
                reader.Text("secant.lab.name"),
                (int)reader.Whole("secant.lab.cores", 0, NodeProtocol.MostCores)),
            Node = new NodeOptions(
                Given(reader.Text("secant.node.join")), Given(reader.Text("secant.node.name")),
                    Given(reader.Text("secant.node.host")), Given(reader.Text("secant.node.lab"))),
            Patience = Patience(reader),
            Run = Run(reader),
            LogLevel = reader.Word<LogLevel>("secant.log.level"),
            LogFile = reader.Folder("secant.log.file"),
            Telemetry = new TelemetryOptions(Given(reader.Text("secant.telemetry.metrics")),
            Given(reader.Text("secant.telemetry.otlp"))),
            Akka = operators?.Akka ?? defaults.Akka,
            File = found,
        };
    }

    /// <summary>The defaults as they ship, with their explanations.</summary>
    public static string ReferenceText()
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var stream = assembly.GetManifestResourceStream(Reference)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} was built without {Reference}");
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }

    private static SpecLimits Limits(SettingReader reader) => new()
    {
        HiddenSize = (int)reader.Whole("secant.limits.hidden-size", 1, 100_000_000),
        BatchSize = (int)reader.Whole("secant.limits.batch-size", 1, 100_000_000),
        Iterations = (int)reader.Whole("secant.limits.iterations", 0, int.MaxValue),
        Parameters = reader.Whole("secant.limits.parameters", 1, 100_000_000_000),
        NaiveParameters = reader.Whole("secant.limits.naive-parameters", 1, 100_000_000),
    };

    private static PatienceOptions Patience(SettingReader reader) => new()
    {
        Node = reader.Time("secant.patience.node", TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(10)),
        Lab = reader.Time("secant.patience.lab", TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(10)),
        Longest = reader.Time("secant.patience.longest", TimeSpan.FromSeconds(2), TimeSpan.FromHours(1)),
        Answer = reader.Time("secant.patience.answer", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
    };

    private static RunSettings Run(SettingReader reader) => new()
    {
        CheckpointInterval = reader.Time("secant.checkpoint.interval", TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
        CheckpointCostLimit = reader.Number("secant.checkpoint.cost-limit", 0.001, 0.5),
        SliceDeadline = reader.Time("secant.slices.deadline", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
        StragglerFactor = reader.Number("secant.slices.straggler-factor", 1, 100),
        BalanceInterval = reader.Time("secant.slices.balance-interval", TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
        BalanceGain = reader.Number("secant.slices.balance-gain", 0, 1),
        LogLimit = reader.Whole("secant.slices.log-bytes", 10_000, 100_000_000_000),
    };

    private static string? Given(string text) => text.Length > 0 ? text : null;

    private static string? Find(string? asked)
    {
        if (asked is not null)
        {
            var file = Path.GetFullPath(asked);
            return File.Exists(file) || Directory.Exists(file)
                ? file
                : throw new SecantException(Failure.Usage, $"no configuration file {file}: check --config, or leave it out");
        }

        // A relative name is not there, too, where the working folder is gone.
        var beside = Path.Combine(AppContext.BaseDirectory, FileName);
        return File.Exists(FileName) ? Path.GetFullPath(FileName) : File.Exists(beside) ? beside : null;
    }

    private static string Read(string file)
    {
        try
        {
            return OutsideText.Read(file, MostLetters);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SecantException(
                Failure.Usage,
                $"configuration file {file} cannot be read: {fault.Message.TrimEnd('.')}; check --config, or leave it out",
                fault);
        }
    }
}
