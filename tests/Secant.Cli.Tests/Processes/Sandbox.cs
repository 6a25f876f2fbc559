using System.Text.Json;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Tests.Processes;

/// <summary>A folder that holds store, data and home of the processes started in it; all of them are gone after the
/// test.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly TempFolder _folder = new();
    private readonly List<SecantProcess> _started = [];

    /// <param name="settings">Lines of a cluster.hocon that every process in here reads; null for the defaults.</param>
    public Sandbox(string? settings = null) => _folder.Write("cluster.hocon", settings ?? "");

    public string this[string file] => _folder[file];

    public SecantProcess Start(params IEnumerable<string> arguments) => Start(arguments, null);

    /// <summary>Starts the program, with environment variables of its own and through another program, where asked for.</summary>
    public SecantProcess Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables, IReadOnlyList<string>? wrapper = null)
    {
        var process = SecantProcess.Start(_folder.Path, arguments, variables, wrapper);
        _started.Add(process);
        return process;
    }

    /// <summary>Runs the program to its end.</summary>
    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        var process = Start(arguments);
        var code = await process.ExitAsync();
        return new CommandResult(code, process.Output, process.Error);
    }

    /// <summary>The one document that a process wrote to standard output; the first of an array.</summary>
    public static ExperimentDocument Document(string output)
    {
        using var parsed = JsonDocument.Parse(output);
        var root = parsed.RootElement.ValueKind == JsonValueKind.Array ? Assert.Single(parsed.RootElement.EnumerateArray())
            : parsed.RootElement;
        return new ExperimentDocument
        {
            Id = root.GetProperty("id").GetString()!,
            State = root.GetProperty("state").GetString()!,
            Spec = Samples.Completed.Spec,
            Iteration = root.GetProperty("iteration").GetInt32(),
            Loss = root.GetProperty("loss").Deserialize<double?>(),
            Curve = root.GetProperty("curve").Deserialize<CurvePoint[]>(Json)!,
            Fingerprint = root.GetProperty("fingerprint").GetString(),
            Recoveries = root.GetProperty("recoveries").GetInt32(),
        };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started)
        {
            await process.DisposeAsync();
        }

        _folder.Dispose();
    }
}
