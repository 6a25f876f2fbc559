using System.Globalization;
using Secant.Actors.Monitoring;
using Secant.Cli.Rendering;

namespace Secant.Cli.Drills;

/// <summary>What is seen during one drill, as it is seen, with the seconds since the break.</summary>
internal sealed class DrillLog(CommandContext context)
{
    private DateTimeOffset? _begun;

    /// <summary>From here on there is something to tell.</summary>
    public void Begin() => _begun = context.Time.GetUtcNow();

    public void Say(string line) => Write(context.Time.GetUtcNow(), line);

    /// <summary>Tells of what happened at the lab, if it is of interest here.</summary>
    public void Saw(HappeningDocument happened)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(happened.AtUnixMilliseconds);
        if (IsTelling(happened.Kind) && at >= _begun)
        {
            Write(at, $"the lab: {happened.Text}");
        }
    }

    private static bool IsTelling(string kind) =>
        HappeningKinds.IsBad(kind) || HappeningKinds.IsTrouble(kind) || kind is HappeningKinds.Joined or HappeningKinds.Moved;

    private void Write(DateTimeOffset at, string line) =>
        context.Output.WritePlainLine(string.Create(CultureInfo.InvariantCulture, $"  {(at - (_begun ?? at)).TotalSeconds,4:F1} s  {line}"));
}
