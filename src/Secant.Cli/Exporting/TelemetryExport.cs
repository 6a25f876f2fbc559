using System.Globalization;
using System.Net;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Secant.Actors.Hosting;
using Secant.Actors.Hosting.Configuration;
using Secant.Actors.Monitoring;
using Secant.Core;

namespace Secant.Cli.Exporting;

/// <summary>Sends metrics and traces where the operator wants them, through OpenTelemetry.</summary>
internal sealed class TelemetryExport : IDisposable
{
    // A collector that is away holds the leaving of a lab up for this long, twice.
    private const int Patience = 3_000;

    private readonly MeterProvider? _meters;
    private readonly TracerProvider? _traces;

    private TelemetryExport(HostAddress? metrics, Uri? otlp)
    {
        Metrics = metrics;
        var resource = ResourceBuilder.CreateDefault().AddService("secant", serviceVersion: BuildInformation.Current.Version);
        if (metrics is not null || otlp is not null)
        {
            _meters = Meters(resource, metrics, otlp);
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
    /// <exception cref="SecantException">An address is none (<see cref="Failure.Usage"/>), or not usable (<see cref="Failure.Lab"/>).</exception>
    public static TelemetryExport Of(TelemetryOptions options, bool isInsecure)
    {
        var otlp = options.Otlp is { } collector ? Collector(collector) : null;
        var metrics = options.Metrics is { } address
            ? HostAddress.Parse(address).RequireListenable(isInsecure, "read what the lab does", "offer metrics at another one with --metrics HOST:PORT")
            : null;
        return new TelemetryExport(metrics, otlp);
    }

    public void Dispose()
    {
        _meters?.Dispose();
        _traces?.Dispose();
    }

    private static MeterProvider Meters(ResourceBuilder resource, HostAddress? metrics, Uri? otlp)
    {
        var builder = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Telemetry.Name);
        if (metrics is not null)
        {
            builder.AddPrometheusHttpListener(options => Listen(options, metrics));
        }

        if (otlp is not null)
        {
            builder.AddOtlpExporter(options => Send(options, otlp, "v1/metrics"));
        }

        try
        {
            return builder.Build();
        }
        catch (InvalidOperationException e)
        {
            throw new SecantException(
                Failure.Lab, $"metrics cannot be offered at {metrics}: {(e.InnerException ?? e).Message}; choose another --metrics HOST:PORT", e);
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
            : throw new SecantException(Failure.Usage, $"secant.telemetry.otlp: expected an URL such as http://127.0.0.1:4318, found '{text.TrimEnd('/')}'");

    // It answers requests to the host that it is given alone, and + is any.
    private static void Listen(PrometheusHttpListenerOptions options, HostAddress metrics)
    {
        var resolved = metrics.Resolve();
        if (resolved.Equals(IPAddress.Any) || resolved.Equals(IPAddress.IPv6Any))
        {
            options.ConfigureHttpListener = (_, listener) =>
            {
                listener.Prefixes.Clear();
                listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://+:{metrics.Port}/metrics/"));
            };
        }
        else
        {
            options.Host = metrics.Host;
        }

        options.Port = metrics.Port;
    }
}
