using System.Globalization;
using Secant.Core.Data;
using Secant.Lab.Contracts;
using static Secant.Lab.Contracts.NodeProtocol;

namespace Secant.Lab.Scheduling;

/// <summary>Who is let into a lab. Whatever reaches the port may register, so that nothing in it is believed unseen.
/// Pure.</summary>
internal static class Admission
{
    /// <param name="register">What the node says of itself.</param>
    /// <param name="lab">The lab's name.</param>
    /// <param name="probe">The lab's probe of bits, which a node's must equal.</param>
    /// <returns>Why a node is not taken in, and what to do, in one line; null where it is.</returns>
    public static string? RefusalOf(Register register, string lab, string probe)
    {
        if (register.Protocol != WireVersion.Current)
        {
            return $"lab '{lab}' speaks protocol {WireVersion.Current}, this node {register.Protocol}; install the same "
                + "release on both";
        }

        if (register.Lab is { Length: > 0 } wished && wished != lab)
        {
            return $"this is lab '{lab}', and the node was told to join lab '{NodeName.Shown(wished)}'; check --join, or "
                + "the name after --lab";
        }

        if (register.Probe != probe)
        {
            return $"this node computes other bits than lab '{lab}' (probe {Checksums.First(register.Probe)}, expected "
                + $"{Checksums.First(probe)}); install the same release on both, and report the processor";
        }

        if (!NodeName.IsValid(register.Name))
        {
            return $"'{NodeName.Shown(register.Name)}' cannot be a node's name: expected {NodeName.Expected}";
        }

        return register is { Cores: >= 1 and <= NodeProtocol.MostCores, Speed: > 0 and < double.PositiveInfinity }
            ? null
            : string.Create(CultureInfo.InvariantCulture,
            $"the node lends {register.Cores} cores at {register.Speed:G3} sample-units a second: expected 1 to "
                + $"{NodeProtocol.MostCores} cores and a speed above 0; install the same release on both");
    }
}
