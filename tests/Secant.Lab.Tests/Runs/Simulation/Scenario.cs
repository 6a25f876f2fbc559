using System.Collections.Concurrent;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Runs;

namespace Secant.Lab.Tests.Runs.Simulation;

/// <summary>An experiment, how it is watched over, and what the reference trainer makes of it.</summary>
internal sealed class Scenario
{
    // Few experiments, many fates: the reference is then computed but once for each.
    private const int Experiments = 48;

    private static readonly DataSet Digits = MadeUpDigits.Create(seed: 7, rows: 4, columns: 5, train: 40, test: 23, classes: 3);
    private static readonly ConcurrentDictionary<int, ReferenceRun> References = new();

    public Scenario(Chance chance, Chance apart)
    {
        Reference = References.GetOrAdd(chance.Below(Experiments), number => ReferenceRun.Of(SpecOf(new Chance(number)), Digits));
        var logitsBytes = Spec.BatchSize * Data.Classes * sizeof(double);
        Settings = new RunSettings
        {
            CheckpointInterval = chance.Milliseconds(20, 5000),
            CheckpointCostLimit = chance.Scale(0.02, 1),
            SliceDeadline = chance.Milliseconds(100, 1000),
            StartPatience = chance.Milliseconds(10, 2000),
            BalanceInterval = chance.Milliseconds(20, 5000),
            BalanceGain = chance.Scale(0.05, 0.3),
            LogLimit = chance.Happens(0.3) ? logitsBytes * (1 + chance.Below(10)) : 1 << 20,
            EvaluationBytes = Data.Classes * sizeof(double) * 4 * (1 + chance.Below(30)),
        };
        IsPlanned = chance.Happens(0.5);
        NodesWished = chance.Happens(0.6) ? 2 + chance.Below(3) : null;
        var loss = chance.Happens(0.3) ? chance.Scale(0.001, 0.03) : 0;
        var repeat = chance.Happens(0.3) ? chance.Scale(0.002, 0.2) : 0;
        var vanish = apart.Happens(0.15) ? apart.Scale(0.001, 0.03) : 0;
        Faults = new Faults { Loss = loss, Repeat = repeat, Vanish = vanish, Disorder = repeat + vanish > 0, Chance = apart };
    }

    /// <summary>Whether the planner shares the nodes out; else the experiment gets all, and another number of cores every
    /// time.</summary>
    public bool IsPlanned { get; }

    /// <summary>How many nodes a person wants for it; null leaves it to the planner.</summary>
    public int? NodesWished { get; }

    /// <summary>How unreliable the lines are; most are not at all.</summary>
    public Faults Faults { get; }

    public ReferenceRun Reference { get; }

    public ExperimentSpec Spec => Reference.Spec;

    public RunSettings Settings { get; }

    public DataSet Data => Digits;

    public SparseImageSet Train { get; } = new(Digits.Train);

    public SparseImageSet Test { get; } = new(Digits.Test);

    private static ExperimentSpec SpecOf(Chance chance) => new()
    {
        Iterations = chance.Happens(0.05) ? 0 : 5 + chance.Below(36),
        BatchSize = 4,
        LearningRate = chance.Happens(0.1) ? chance.Scale(1e60, 1e300) : 0.05,
        HiddenSize = 5 + chance.Below(66),
        Seed = (ulong)chance.Below(1000),
        Activation = chance.Happens(0.5) ? Activation.Sigmoid : Activation.Relu,
        Scale = chance.Happens(0.5) ? InputScale.Raw : InputScale.Unit,
        EvaluateEvery = chance.Happens(0.5) ? 1 + chance.Below(10) : null,
        StopWhenFlat = chance.Happens(0.4) ? 1 + chance.Below(3) : null,
        Kernel = chance.Happens(0.04) ? GradientKernel.Naive : GradientKernel.Incremental,
    };
}
