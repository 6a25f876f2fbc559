namespace Secant.Cli.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("secant-test-").FullName;

    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>Writes a file and tells its path.</summary>
    public string Write(string file, string text)
    {
        File.WriteAllText(this[file], text);
        return this[file];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
