namespace Secant.Lab.Runs;

/// <summary>Nodes that no longer hold what they did, and what everyone else of a run has to know of it.</summary>
internal sealed class Departures(
    RunContext run, SliceOwners owners, Replays replays, CheckpointRound checkpoints, Evaluations evaluations)
{
    /// <summary>A node has nothing any longer of what it held, nor answers what it was asked.</summary>
    public void Drop(RunMember member)
    {
        owners.Drop(member);
        replays.DropOf(member.Node);
        checkpoints.Abandon(member.Node);
        evaluations.Round?.LoseSight(member.Node);
    }

    public void RemoveLeaving()
    {
        foreach (var member in owners.Members.Where(member => member.IsLeaving).ToList())
        {
            Remove(member);
        }
    }

    /// <summary>Nothing of the experiment is left on a node.</summary>
    public void Release(RunMember member)
    {
        if (member.IsLeaving)
        {
            Remove(member);
        }
        else if (member.MayHold)
        {
            member.MayHold = false;
            replays.Forget(member);
        }
    }

    private void Remove(RunMember member)
    {
        Drop(member);
        owners.LostWith.Remove(member.Node);
        owners.Remove(member.Node);
        run.Emit(new RunEffect.StopWorker(member.Node));
    }
}
