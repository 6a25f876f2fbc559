using ProtoBuf;
using Secant.Core.Forecasting;

namespace Secant.Lab.Contracts;

/// <summary>How long a run was expected to take when it was submitted; what it took is in its own record.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="LowSeconds">Lower end of the interval that nine in ten runs are in.</param>
/// <param name="HighSeconds">Upper end.</param>
/// <param name="PassMilliseconds">A pass.</param>
/// <param name="Cores">Cores that it was to compute on.</param>
[ProtoContract(SkipConstructor = true)]
public sealed record ForecastRecord(
    [property: ProtoMember(1)] double Seconds,
    [property: ProtoMember(2)] double LowSeconds,
    [property: ProtoMember(3)] double HighSeconds,
    [property: ProtoMember(4)] double PassMilliseconds,
    [property: ProtoMember(5)] int Cores)
{
    public static ForecastRecord From(RunForecast forecast) =>
        new(forecast.Seconds, forecast.Low, forecast.High, 1000 * forecast.PassSeconds, forecast.Cores);
}
