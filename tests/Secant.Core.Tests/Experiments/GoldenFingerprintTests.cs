using System.Runtime.CompilerServices;
using Secant.Core.Experiments;
using Secant.Core.Training;
using Xunit;

namespace Secant.Core.Tests.Experiments;

/// <summary>
/// The bits of a few small experiments. A change of them makes every result that anybody has unrepeatable: where it is meant, the
/// test's message holds the new file.
/// </summary>
public sealed class GoldenFingerprintTests
{
    [Fact]
    public void Fingerprints_should_be_those_on_record()
    {
        var lines = Specs().Select(entry => $"{entry.Name,-24} {Fingerprint(entry.Spec)}").ToList();

        var actual = string.Join('\n', lines) + '\n';

        Assert.True(File.ReadAllText(GoldenFile()) == actual, $"{GoldenFile()} differs from:\n{actual}");
    }

    private static string Fingerprint(ExperimentSpec spec)
    {
        var trainer = new ReferenceTrainer(spec, MadeUpData.Set(11, 7, 7, 60, 10, 10));
        trainer.Run();
        return trainer.Parameters().Fingerprint();
    }

    private static IEnumerable<(string Name, ExperimentSpec Spec)> Specs()
    {
        var raw = new ExperimentSpec { Iterations = 25, BatchSize = 9, LearningRate = 0.05, HiddenSize = 21 };
        var unit = raw with { Scale = InputScale.Unit, LearningRate = 0.5, Initialization = new(InitializationKind.Xavier, 0) };
        var he = new Initialization(InitializationKind.He, 0);
        yield return ("initial", raw with { Iterations = 0 });
        yield return ("sigmoid-raw", raw);
        yield return ("sigmoid-unit", unit);
        yield return ("relu-raw", raw with { Activation = Activation.Relu, LearningRate = 1e-4 });
        yield return ("relu-unit", unit with { Activation = Activation.Relu, Initialization = he, LearningRate = 0.1 });
        yield return ("sigmoid-raw-step-1e-8", raw with { Step = 1e-8 });
        yield return ("sigmoid-raw-step-1e-2", raw with { Step = 1e-2 });
        yield return ("sigmoid-unit-step-1", unit with { Step = 1 });
        yield return ("relu-unit-step-1",
            unit with { Activation = Activation.Relu, Initialization = he, LearningRate = 0.1, Step = 1 });
        yield return ("one-unit-seed-7", raw with { HiddenSize = 1, Seed = 7 });
    }

    private static string GoldenFile([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "Golden", "fingerprints.txt"));
}
