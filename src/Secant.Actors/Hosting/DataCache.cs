using Secant.Core;
using Secant.Core.Data;

namespace Secant.Actors.Hosting;

/// <summary>
/// Data sets kept on disk by their checksum, each a folder of four decoded IDX files. Several processes may share one: a set is
/// written beside its place and moved there whole.
/// </summary>
/// <param name="folder">The folder; made when first written to.</param>
public sealed class DataCache(string folder)
{
    private static readonly string[] FileNames = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte"];

    /// <summary>The cache within a catalogue's cache folder.</summary>
    public static DataCache Within(string catalogueFolder) => new(Path.Combine(catalogueFolder, "by-checksum"));

    /// <summary>The data set, or null if it is not here; one that is damaged is taken away.</summary>
    public DataSet? Find(string sha256, string name)
    {
        var place = PlaceOf(sha256);
        if (!Directory.Exists(place))
        {
            return null;
        }

        try
        {
            var payloads = IdxPayloads.Of([.. FileNames.Select(file => File.ReadAllBytes(Path.Combine(place, file)))]);
            if (payloads.Sha256() == sha256)
            {
                return DataSet.FromIdx(name, payloads);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecantException)
        {
            // As good as absent: it is fetched again.
        }

        TakeAway(place);
        return null;
    }

    /// <summary>Keeps a data set.</summary>
    /// <exception cref="SecantException">It cannot be written.</exception>
    public void Keep(string sha256, IdxPayloads payloads)
    {
        var place = PlaceOf(sha256);
        var beside = $"{place}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(beside);
            foreach (var (file, bytes) in FileNames.Zip(payloads.InOrder))
            {
                File.WriteAllBytes(Path.Combine(beside, file), bytes);
            }

            if (!Directory.Exists(place))
            {
                Directory.Move(beside, place);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecantException(Failure.Data,
                $"the data cache {folder} cannot be written: {e.Message}; free some space, or name another with SECANT_DATA", e);
        }
        finally
        {
            if (Directory.Exists(beside))
            {
                Directory.Delete(beside, recursive: true);
            }
        }
    }

    // Another process may have taken it away already, or may still read it.
    private static void TakeAway(string place)
    {
        try
        {
            Directory.Delete(place, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private string PlaceOf(string sha256) => Path.Combine(
        folder, sha256.Length > 0 && sha256.All(char.IsAsciiHexDigitLower) ? sha256
            : throw new SecantException(Failure.Data, $"'{sha256}' is no checksum of a data set"));
}
