using System.Diagnostics;
using System.Globalization;

namespace Secant.Trials;

/// <summary>Programs that do nothing but take time on one core, until they are disposed of.</summary>
internal sealed class Burner : IDisposable
{
    private readonly List<Process> _loops = [];

    /// <param name="core">The core.</param>
    /// <param name="loops">How many share it.</param>
    public Burner(int core, int loops)
    {
        for (var i = 0; i < loops; i++)
        {
            _loops.Add(Process.Start("taskset",
                ["-c", core.ToString(CultureInfo.InvariantCulture), "sh", "-c", "while :; do :; done"]));
        }
    }

    public void Dispose()
    {
        foreach (var loop in _loops)
        {
            loop.Kill();
            loop.Dispose();
        }
    }
}
