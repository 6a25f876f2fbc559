namespace Secant.Actors.Tests.Journal;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    private const int MostTries = 200;

    public string Path { get; } = Directory.CreateTempSubdirectory("secant-test-").FullName;

    public string this[string file] => System.IO.Path.Combine(Path, file);

    // A reader of a store may still make a file beside it, until it notices that its lab has ended.
    public void Dispose()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (IOException) when (tries < MostTries)
            {
                Thread.Sleep(10);
            }
        }
    }
}
