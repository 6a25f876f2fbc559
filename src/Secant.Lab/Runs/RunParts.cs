using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Networks;

namespace Secant.Lab.Runs;

/// <summary>The components of a run. Each owns its fields, and is made of those before it.</summary>
internal sealed class RunParts
{
    public RunParts(
        ExperimentSpec spec, SparseImageSet train, SparseImageSet test, int classes, RunSettings settings, RunStart start)
    {
        Context = new RunContext(spec, new NetShape(train.Dimension, spec.HiddenSize, classes), settings,
            new LogitsLog(start.Iteration, settings.LogLimit));
        Owners = new SliceOwners(Context);
        Speeds = new SpeedMeter(Context, Owners);
        Join = new PassJoin(Context, train);
        Replays = new Replays(Context, Owners, Speeds);
        Lateness = new LatenessPolicy(Context, Owners, Replays);
        Recovery = new LossRecovery(Context, Owners, Replays, Speeds, Lateness);
        Balancer = new Balancer(Context, Owners, Speeds, Lateness);
        Policy = new CheckpointPolicy(settings, start.Now);
        Checkpoints = new CheckpointRound(Context, Owners, Policy, start.FromCheckpoint ? start.Iteration : null);
        Evaluations = new Evaluations(Context, Owners, Speeds, train, test, start.Curve);
        Departures = new Departures(Context, Owners, Replays, Checkpoints, Evaluations);
    }

    public RunContext Context { get; }

    public SliceOwners Owners { get; }

    public SpeedMeter Speeds { get; }

    public PassJoin Join { get; }

    public Replays Replays { get; }

    public LatenessPolicy Lateness { get; }

    public LossRecovery Recovery { get; }

    public Balancer Balancer { get; }

    public CheckpointPolicy Policy { get; }

    public CheckpointRound Checkpoints { get; }

    public Evaluations Evaluations { get; }

    public Departures Departures { get; }
}
