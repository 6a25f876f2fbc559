namespace Secant.Cli.Monitor;

/// <summary>Hears keys on a thread of its own, as a terminal can only be waited on.</summary>
internal static class Keyboard
{
    /// <param name="pressed">Called with every key.</param>
    /// <param name="ended">Called once, when the terminal has no more.</param>
    public static void Listen(Action<ConsoleKeyInfo> pressed, Action ended)
    {
        var thread = new Thread(() => Hear(pressed, ended)) { IsBackground = true, Name = "keyboard" };
        thread.Start();
    }

    private static void Hear(Action<ConsoleKeyInfo> pressed, Action ended)
    {
        try
        {
            // The end of the terminal reads as a key without a letter.
            while (Console.ReadKey(intercept: true) is var key && (key.Key != default || key.KeyChar != default))
            {
                pressed(key);
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // Hung up.
        }

        ended();
    }
}
