namespace Secant.Core.Slicing;

/// <summary>The calling thread alone.</summary>
public sealed class SingleThread : ICrew
{
    public int Cores => 1;

    public void Run(int tasks, Action<int, int> task)
    {
        for (var i = 0; i < tasks; i++)
        {
            task(i, 0);
        }
    }
}
