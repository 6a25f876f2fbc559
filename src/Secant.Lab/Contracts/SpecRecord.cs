using ProtoBuf;
using Secant.Core.Experiments;

namespace Secant.Lab.Contracts;

/// <summary><see cref="ExperimentSpec"/> as it is stored, sent and shown: enumerations are the words of the command
/// line.</summary>
[ProtoContract(SkipConstructor = true)]
public sealed record SpecRecord(
    [property: ProtoMember(1)] int Iterations,
    [property: ProtoMember(2)] int BatchSize,
    [property: ProtoMember(3)] double LearningRate,
    [property: ProtoMember(4)] int HiddenSize,
    [property: ProtoMember(5)] ulong Seed,
    [property: ProtoMember(6)] string Activation,
    [property: ProtoMember(7)] string Initialization,
    [property: ProtoMember(8)] string Scale,
    [property: ProtoMember(9)] double Step,
    [property: ProtoMember(10)] string Kernel,
    [property: ProtoMember(11)] int? EvaluateEvery,
    [property: ProtoMember(12)] string Data,
    [property: ProtoMember(13)] string DataSha256,
    [property: ProtoMember(14)] int? StopWhenFlat = null)
{
    public static SpecRecord From(ExperimentSpec spec) => new(
        spec.Iterations,
        spec.BatchSize,
        spec.LearningRate,
        spec.HiddenSize,
        spec.Seed,
        Word(spec.Activation),
        spec.Initialization.ToString(),
        Word(spec.Scale),
        spec.Step,
        Word(spec.Kernel),
        spec.EvaluateEvery,
        spec.Data,
        spec.DataSha256,
        spec.StopWhenFlat);

    /// <exception cref="FormatException">A word in it is none that this build knows.</exception>
    public ExperimentSpec ToSpec() => new()
    {
        Iterations = Iterations,
        BatchSize = BatchSize,
        LearningRate = LearningRate,
        HiddenSize = HiddenSize,
        Seed = Seed,
        Activation = Value<Activation>(Activation),
        Initialization = Core.Experiments.Initialization.TryParse(Initialization, out var initialization)
            ? initialization
            : throw new FormatException($"initialization '{Initialization}' is none that this build knows"),
        Scale = Value<InputScale>(Scale),
        Step = Step,
        Kernel = Value<GradientKernel>(Kernel),
        EvaluateEvery = EvaluateEvery,
        Data = Data,
        DataSha256 = DataSha256,
        StopWhenFlat = StopWhenFlat,
    };

    private static string Word<T>(T value)
        where T : struct, Enum =>
        Enum.GetName(value)!.ToLowerInvariant();

    private static T Value<T>(string word)
        where T : struct, Enum =>
        Enum.TryParse<T>(word, ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw new FormatException($"{typeof(T).Name.ToLowerInvariant()} '{word}' is none that this build knows");
}
