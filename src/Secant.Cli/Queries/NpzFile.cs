using NumSharp;
using Secant.Core;

namespace Secant.Cli.Queries;

/// <summary>Writes named arrays as numpy's .npz. It takes the place of an older file in one step, or leaves that as it
/// was.</summary>
internal static class NpzFile
{
    /// <exception cref="SecantException">The file cannot be written (<see cref="Failure.Work"/>).</exception>
    public static void Write(string file, IDictionary<string, NDArray> arrays)
    {
        var draft = $"{file}.{Environment.ProcessId}.part";
        try
        {
            using (var stream = File.Create(draft))
            {
                np.savez(stream, arrays);
            }

            File.Move(draft, file, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Discard(draft);
            throw new SecantException(Failure.Work,
                $"cannot write {file}: "
                    + $"{fault.Message.Replace(draft, file, StringComparison.Ordinal).TrimEnd('.')}; name another place with "
                    + $"--out", fault);
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
