using System.Net;
using System.Net.Sockets;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Secant.Actors.Coordination;
using Secant.Actors.Hosting;
using Secant.Actors.Hosting.Configuration;
using Secant.Core;

namespace Secant.Cli.Shell;

/// <summary>Sends metrics and traces where the operator wants them, through OpenTelemetry.</summary>
internal sealed class TelemetryExport : IDisposable
{
    // A collector that is away holds the leaving of a lab up for this long, twice.
    private const int Patience = 3_000;

    private readonly MeterProvider? _meters;
    private readonly TracerProvider? _traces;
    private readonly MetricsDoor? _door;

    private TelemetryExport(HostAddress? metrics, Uri? otlp)
    {
        Metrics = metrics;
        var resource = ResourceBuilder.CreateDefault().AddService("secant", serviceVersion: BuildInformation.Current.Version);
        if (metrics is not null || otlp is not null)
        {
            (_meters, _door) = Meters(resource, metrics, otlp);
        }

        if (otlp is not null)
        {
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Telemetry.Name)
                .AddOtlpExporter(options => Send(options, otlp, "v1/traces")).Build();
        }
    }

    /// <summary>Where a Prometheus may fetch metrics; null for nowhere.</summary>
    public HostAddress? Metrics { get; }

    public bool IsWanted => _meters is not null;

    /// <param name="options">Where measurements go; with port 0, metrics get one that is free.</param>
    /// <param name="isInsecure">True if other machines may fetch them.</param>
    /// <exception cref="SecantException">An address is none (<see cref="Failure.Usage"/>), or not usable
    /// (<see cref="Failure.Lab"/>).</exception>
    public static TelemetryExport Of(TelemetryOptions options, bool isInsecure)
    {
        var otlp = options.Otlp is { } collector ? Collector(collector) : null;
        var metrics = options.Metrics is { } address
            ? HostAddress.Parse(address)
            .RequireListenable(isInsecure, "read what the lab does", "offer metrics at another one with --metrics HOST:PORT")
            : null;
        return new TelemetryExport(metrics, otlp);
    }

    public void Dispose()
    {
        _door?.Dispose();
        _meters?.Dispose();
        _traces?.Dispose();
    }

    private static (MeterProvider Meters, MetricsDoor? Door) Meters(ResourceBuilder resource, HostAddress? metrics, Uri? otlp)
    {
        var behind = new HostAddress(IPAddress.Loopback.ToString(), 0);
        var builder = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Telemetry.Name);
        if (metrics is not null)
        {
            behind = behind.RequireListenable(allowOtherMachines: false, "read what the lab does", "try again");
            builder.AddPrometheusHttpListener(options => (options.Host, options.Port) = (behind.Host, behind.Port));
        }

        if (otlp is not null)
        {
            builder.AddOtlpExporter(options => Send(options, otlp, "v1/metrics"));
        }

        try
        {
            var meters = builder.Build();
            return (meters, metrics is null ? null : new MetricsDoor(metrics.Resolve(), metrics.Port, behind));
        }
        catch (Exception e) when (e is InvalidOperationException or SocketException)
        {
            throw new SecantException(
                Failure.Lab, $"metrics cannot be offered at {metrics}: {(e.InnerException ?? e).Message}; choose another "
                    + $"--metrics HOST:PORT", e);
        }
    }

    private static void Send(OtlpExporterOptions options, Uri collector, string path)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri(collector, path);
        options.TimeoutMilliseconds = Patience;
    }

    // With the slash at its end that a path can be put behind.
    private static Uri Collector(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + '/', UriKind.Absolute, out var collector) && collector.Scheme is "http" or "https"
            ? collector
            : throw new SecantException(Failure.Usage,
            $"secant.telemetry.otlp: expected an URL such as http://127.0.0.1:4318, found '{text.TrimEnd('/')}'");
}
