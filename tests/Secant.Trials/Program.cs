using System.Globalization;
using Xunit.Runner.InProc.SystemConsole;

namespace Secant.Trials;

/// <summary>
/// Runs the trials: what kills processes, waits, measures, or draws new seeds. The short form is the default;
/// <c>--long</c> adds what takes minutes, <c>--seed N</c> repeats, and words choose trials by a part of their names.
/// </summary>
internal static class Program
{
    private const string Usage =
        "usage: dotnet run -c Release --project tests/Secant.Trials -- [--long] [--seed N] [--list] [NAME...]";

    public static async Task<int> Main(string[] arguments)
    {
        var isLong = false;
        var isList = false;
        var names = new List<string>();
        for (var at = 0; at < arguments.Length; at++)
        {
            switch (arguments[at])
            {
                case "--long":
                    isLong = true;
                    break;
                case "--list":
                    isList = true;
                    break;
                case "--seed" when at + 1 < arguments.Length
                && int.TryParse(arguments[at + 1], CultureInfo.InvariantCulture, out var seed):
                    Environment.SetEnvironmentVariable(Trial.SeedVariable, arguments[++at]);
                    break;
                case ['-', ..]:
                    Console.Error.WriteLine($"trials: unknown option {arguments[at]}; {Usage}");
                    return 2;
                default:
                    names.Add(arguments[at]);
                    break;
            }
        }

        Trial.IsFull = isLong;
        string[] form = isLong ? [] : ["-trait-", $"{Trial.Form}={Trial.Long}"];
        return await ConsoleRunner.Run(
        [
            "-parallel", "none", "-showLiveOutput", "-noColor", .. form,
                .. names.SelectMany(name => (string[])["-method", $"*{name}*"]),
            .. isList ? (string[])["-list", "methods"] : [],
        ]);
    }
}
