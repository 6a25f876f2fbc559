using System.Reflection;
using System.Runtime.InteropServices;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Actors.Hosting;

/// <summary>What runs here, and on what.</summary>
public static class BuildInformation
{
    /// <summary>This program and machine.</summary>
    public static BuildRecord Current { get; } = Read();

    private static BuildRecord Read()
    {
        var attribute = typeof(BuildInformation).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        var version = attribute?.InformationalVersion ?? "";
        var parts = version.Split('+', 2);
        return new BuildRecord(
            parts[0],
            parts.Length > 1 ? parts[1] : null,
            RuntimeInformation.FrameworkDescription,
            RuntimeInformation.OSDescription,
            Processor());
    }

    private static string Processor()
    {
        const string linux = "/proc/cpuinfo";
        var model = File.Exists(linux)
            ? File.ReadLines(linux)
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return $"{model ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Counted.Of(Environment.ProcessorCount, "core")}";
    }
}
