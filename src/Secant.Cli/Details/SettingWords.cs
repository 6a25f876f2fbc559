namespace Secant.Cli.Details;

/// <summary>How settings are named in a language.</summary>
/// <param name="Name">A setting's name, from its English one.</param>
/// <param name="Every">That the curve has a point every so many iterations.</param>
/// <param name="AfterFlat">That a run ends after so many evaluations without a better one.</param>
internal sealed record SettingWords(Func<string, string> Name, Func<int, string> Every, Func<int, string> AfterFlat)
{
    public static SettingWords English { get; } =
        new(name => name, every => $"every {every} iterations", patience => $"after {patience} flat evaluations");
}
