using System.IO.Compression;
using Secant.Core;

namespace Secant.Cli.Queries;

/// <summary>Writes named arrays as numpy's .npz. It takes the place of an older file in one step, or leaves that as it
/// was.</summary>
internal static class NpzFile
{
    /// <exception cref="SecantException">The file cannot be written (<see cref="Failure.Work"/>).</exception>
    public static void Write(string file, IReadOnlyDictionary<string, NpyArray> arrays)
    {
        var draft = $"{file}.{Environment.ProcessId}.part";
        try
        {
            using (var archive = new ZipArchive(File.Create(draft), ZipArchiveMode.Create))
            {
                foreach (var (name, array) in arrays)
                {
                    using var stream = archive.CreateEntry($"{name}.npy", CompressionLevel.NoCompression).Open();
                    array.Write(stream);
                }
            }

            File.Move(draft, file, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Discard(draft);
            throw new SecantException(Failure.Work,
                $"cannot write {file}: "
                    + $"{fault.Message.Replace(draft, file, StringComparison.Ordinal).TrimEnd('.')}; name another place with "
                    + "--out",
                fault);
        }
    }

    private static void Discard(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The reason why the file could not be written is the one worth telling.
        }
    }
}
