using System.Globalization;
using Secant.Cli.Shell;
using Secant.Cli.Terminal;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Cli.Drills;

/// <summary>What is seen during one drill, as it is seen, with the seconds since the break.</summary>
internal sealed class DrillLog(CommandContext context)
{
    private readonly Clock _clock = new(context.Time);
    private DateTimeOffset? _begun;

    /// <summary>From here on there is something to tell.</summary>
    public void Begin() => _begun = _clock.Now;

    public void Say(string line) => Write(_clock.Now, line);

    /// <summary>Tells of what happened at the lab, if it is of interest here.</summary>
    public void Saw(HappeningDocument happened)
    {
        // The lab is on this machine, and so has its date.
        var at = DateTimeOffset.FromUnixTimeMilliseconds(happened.AtUnixMilliseconds) - _clock.ToDate;
        if (IsTelling(happened.Kind) && at >= _begun)
        {
            Write(at, $"the lab: {happened.Text}");
        }
    }

    private static bool IsTelling(string kind) =>
        HappeningKinds.IsBad(kind) || HappeningKinds.IsTrouble(kind) || kind is HappeningKinds.Joined or HappeningKinds.Moved;

    private void Write(DateTimeOffset at, string line) =>
        context.Output.WritePlainLine(
        string.Create(CultureInfo.InvariantCulture, $"  {(at - (_begun ?? at)).TotalSeconds,4:F1} s  {line}"));
}
