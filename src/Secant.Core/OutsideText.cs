namespace Secant.Core;

/// <summary>Text files that people name.</summary>
public static class OutsideText
{
    /// <summary>Reads a whole file, which may be a pipe.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="most">Letters that are read at most: a wrong name may lead to anything, and to what has no end.</param>
    /// <exception cref="IOException">It is a folder, too long, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string Read(string file, int most)
    {
        if (Directory.Exists(file))
        {
            throw new IOException("it is a folder, expected a file");
        }

        using var reader = new StreamReader(file);
        var text = new char[Math.Min(most + 1L, 4096)];
        var count = 0;
        while (reader.Read(text, count, text.Length - count) is var more and > 0)
        {
            count += more;
            if (count > most)
            {
                throw new IOException(FormattableString.Invariant($"it holds more than {most} letters"));
            }

            if (count == text.Length)
            {
                Array.Resize(ref text, (int)Math.Min(most + 1L, 2L * text.Length));
            }
        }

        return new string(text, 0, count);
    }
}
