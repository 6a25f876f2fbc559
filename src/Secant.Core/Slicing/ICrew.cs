namespace Secant.Core.Slicing;

/// <summary>Threads that compute together.</summary>
public interface ICrew
{
    /// <summary>Threads, at least 1.</summary>
    int Cores { get; }

    /// <summary>
    /// Calls <paramref name="task"/> once for each number below <paramref name="tasks"/>, with the number of the thread that runs it,
    /// and returns when all are done. What a task throws is thrown here.
    /// </summary>
    void Run(int tasks, Action<int, int> task);
}
