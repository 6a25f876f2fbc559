using System.Runtime.InteropServices;
using System.Text;

namespace Secant.Cli.Terminal;

/// <summary>
/// A standard stream whose reader or disk may end before the work does. What cannot be written is left out, and the loss is
/// remembered. Work goes on, as its result is in a store.
/// </summary>
/// <param name="inner">The stream's own writer.</param>
/// <param name="isReaderGone">Whether nobody reads any more: the base library passes over that in silence.</param>
public sealed class GuardedWriter(TextWriter inner, Func<bool> isReaderGone) : TextWriter
{
    /// <summary>Why something was not written; null where all was, empty where nobody reads any more.</summary>
    public string? Loss { get; private set; }

    public override Encoding Encoding => inner.Encoding;

    /// <summary>Puts one before each standard stream of this process.</summary>
    /// <returns>That of standard output.</returns>
    public static GuardedWriter OfProcess()
    {
        var output = new GuardedWriter(Console.Out, () => HasHungUp(1));
        Console.SetOut(output);
        Console.SetError(new GuardedWriter(Console.Error, () => false));
        return output;
    }

    public override void Write(char value) => Try(value, inner.Write);

    public override void Write(string? value) => Try(value, inner.Write);

    public override void Write(char[] buffer, int index, int count) => Try(
        new ArraySegment<char>(buffer, index, count), part => inner.Write(part.Array!, part.Offset, part.Count));

    public override void WriteLine(string? value) => Try(value, inner.WriteLine);

    public override void Flush() => Try(inner, writer => writer.Flush());

    private void Try<T>(T value, Action<T> write)
    {
        if (Loss is not null)
        {
            return;
        }

        try
        {
            if (isReaderGone())
            {
                Loss = "";
            }
            else
            {
                write(value);
            }
        }
        catch (IOException e)
        {
            Loss = e.Message.TrimEnd('.');
        }
        catch (Exception e) when (e is UnauthorizedAccessException or ObjectDisposedException)
        {
            Loss = "it is closed";
        }
    }

    // With no event asked for, the system tells of errors alone.
    private static bool HasHungUp(int file)
    {
        var asked = new Polled { File = file };
        return !OperatingSystem.IsWindows() && Poll(ref asked, 1, 0) > 0;
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "poll")]
    private static extern int Poll(ref Polled files, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int File;
        public short Events;
        public short Seen;
    }
}
