using Secant.Actors.Hosting;
using Secant.Core;

namespace Secant.Cli.Forecasts;

/// <summary>A lab in this process with a store of its own, to sample on: the user's may be in use, and nothing of this belongs
/// there.</summary>
internal static class ScratchLab
{
    /// <param name="settings">How it is started; the store is replaced.</param>
    /// <param name="use">What is done with it.</param>
    /// <param name="cancellation">Ends its start.</param>
    public static async Task<T> UseAsync<T>(LocalLabOptions settings, Func<LocalLab, Task<T>> use, CancellationToken cancellation)
    {
        var folder = Folder();
        try
        {
            var lab = await LocalLab.StartAsync(settings with { StoreFolder = folder.FullName }, cancellation)
                .ConfigureAwait(false);
            await using (lab.ConfigureAwait(false))
            {
                return await use(lab).ConfigureAwait(false);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static DirectoryInfo Folder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("secant-plan-");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecantException(
                Failure.Work,
                $"no folder can be made in {Path.GetTempPath()}: {e.Message.TrimEnd('.')}; set TMPDIR to one that can be written",
                e);
        }
    }
}
