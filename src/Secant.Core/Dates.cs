namespace Secant.Core;

/// <summary>The one place that reads the machine's date. Durations and deadlines come from <see cref="Clock.Now"/>, or from
/// timestamps.</summary>
public static class Dates
{
#pragma warning disable RS0030 // This is the place that the ban names.
    /// <summary>The date and time, to be shown or stored; not to be subtracted from another.</summary>
    public static DateTimeOffset Date(this TimeProvider time) => time.GetUtcNow();

    /// <summary>The same, as the clocks of this place show it.</summary>
    public static DateTimeOffset LocalDate(this TimeProvider time) => time.GetLocalNow();
#pragma warning restore RS0030
}
