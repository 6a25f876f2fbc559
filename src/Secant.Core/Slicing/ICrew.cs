namespace Secant.Core.Slicing;

/// <summary>Threads that compute together.</summary>
public interface ICrew
{
    /// <summary>Threads, at least 1; may change between two calls of <see cref="Run"/>.</summary>
    int Cores { get; }

    /// <summary>
    /// Calls <paramref name="task"/> once for each number below <paramref name="tasks"/>, with the number of the thread that runs
    /// it, which is below <see cref="Cores"/>, and returns when all are done. What a task throws is thrown here.
    /// </summary>
    void Run(int tasks, Action<int, int> task);
}
