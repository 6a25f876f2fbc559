namespace Secant.Lab.Contracts;

/// <summary>What an experiment is at.</summary>
public enum Activity
{
    /// <summary>Slices are opened: nobody can make the pass yet.</summary>
    Opening,

    /// <summary>A pass is under way.</summary>
    Passing,

    Evaluating,

    /// <summary>No pass before a checkpoint stands.</summary>
    Checkpointing,

    /// <summary>Paused by a person.</summary>
    Held,
}
