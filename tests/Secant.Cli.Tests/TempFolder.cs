namespace Secant.Cli.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly Secant.Actors.Tests.Journal.TempFolder _folder = new();

    public string Path => _folder.Path;

    public string this[string file] => _folder[file];

    /// <summary>Writes a file and tells its path.</summary>
    public string Write(string file, string text)
    {
        File.WriteAllText(this[file], text);
        return this[file];
    }

    public void Dispose() => _folder.Dispose();
}
