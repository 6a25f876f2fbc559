using System.Globalization;
using Secant.Core.Experiments;

namespace Secant.Trials;

/// <summary>What the planner chooses against the best single node.</summary>
[Collection(RealProcesses.Name)]
public sealed class PlannerTrial
{
    private const int Rounds = 8;

    [Theory(Timeout = 900_000)]
    [Trait(Trial.Form, Trial.Long)]
    [InlineData(75, 3_000)]
    [InlineData(1_000, 400)]
    [InlineData(20_000, 25)]
    public async Task Planner_should_not_be_slower_than_the_best_node_by_more_than_a_tenth(int hidden, int passes)
    {
        var trial = new Trial($"planner against the best of two nodes, H {hidden}, B 64");
        await using var lab = await LabOfProcesses.StartAsync("");
        await lab.StaffAsync(2);
        var spec = new ExperimentSpec
        {
            Iterations = passes,
            BatchSize = 64,
            LearningRate = 0.02,
            HiddenSize = hidden,
            EvaluateEvery = passes
        };

        // One after the other, as what else the machine does changes within minutes; each goes first as often as the other.
        var (planned, alone, nodes) = (new List<double>(), new List<double>(), 0);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var isPlanned in (bool[])[round % 2 == 0, round % 2 != 0])
            {
                var (milliseconds, used) = await RunAsync(lab, spec, isPlanned ? null : 1);
                (isPlanned ? planned : alone).Add(milliseconds);
                nodes = isPlanned ? used : nodes;
            }

            trial.Say(string.Create(CultureInfo.InvariantCulture, $"{planned[^1]:F2} ms against {alone[^1]:F2} ms"));
        }

        var ratio = planned.Zip(alone, (chosen, best) => chosen / best).ToList().Median();
        trial.Record(string.Create(
            CultureInfo.InvariantCulture,
            $"chose {nodes} node(s): pass {planned.Median():F2} ms against {alone.Median():F2} ms on the best; "
                + $"{ratio:F2} of its time (median of {Rounds} pairs)"));
        Assert.True(ratio <= 1.1, $"{ratio:F2} of the time that the best node takes alone");
    }

    private static async Task<(double Milliseconds, int Nodes)> RunAsync(LabOfProcesses lab, ExperimentSpec spec, int? nodes)
    {
        var id = await lab.SubmitAsync(spec, nodes);
        var document = await lab.EndAsync(id, TimeSpan.FromMinutes(3));
        Assert.Equal("completed", document.State);
        return (document.PassMilliseconds!.Median, document.Nodes ?? 0);
    }
}
