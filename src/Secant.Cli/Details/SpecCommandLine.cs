using Secant.Cli.Terminal;
using Secant.Lab.Contracts;

namespace Secant.Cli.Details;

/// <summary>The command that gives the same result again. What the defaults say anyway is left out, but for the seed.</summary>
internal static class SpecCommandLine
{
    public static string Of(SpecRecord spec, SpecFields? fields = null)
    {
        fields ??= SpecFields.All;
        return string.Join(' ',
            fields.Numbers.Select(field => field.Text(spec)).Prepend("secant run").Concat(fields.Options
                .Where(field => field.IsSaid(spec)).Select(field => $"{field.Option} {ShellWord.Of(field.Text(spec)!)}")));
    }
}
