namespace Secant.Lab.Runs;

/// <summary>
/// When a run asks again for something that it waits for. Each time it waits twice as long, as most late answers are slow, not
/// lost.
/// </summary>
/// <param name="now">When the run asked first.</param>
/// <param name="patience">How long it waits for the first answer; more than zero.</param>
internal sealed class Reminder(DateTimeOffset now, TimeSpan patience)
{
    /// <summary>A question is put again long after an answer is late: the node may be slow, and a second answer costs it
    /// time.</summary>
    public const int AskAgainAfter = 4;

    private TimeSpan _patience = patience;

    /// <summary>When the run asks again.</summary>
    public DateTimeOffset Due { get; private set; } = now + patience;

    /// <summary>True once each time that it is due.</summary>
    public bool Strikes(DateTimeOffset now)
    {
        if (now < Due)
        {
            return false;
        }

        _patience *= 2;
        Due = now + _patience;
        return true;
    }
}
