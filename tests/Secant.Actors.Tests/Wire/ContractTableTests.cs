using System.Text.Json;
using Secant.Actors.Wire;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;
using Secant.Lab.Tests.Contracts;

namespace Secant.Actors.Tests.Wire;

public sealed class ContractTableTests
{
    private static readonly ContractTable Table = new("the test", ("document.1", typeof(ExperimentDocument)));

    public static TheoryData<int> CurveLengths => [0, 1, 3];

    [Theory]
    [MemberData(nameof(CurveLengths))]
    public void Document_should_come_back_whole_whatever_its_curve(int points)
    {
        var document = new ExperimentDocument
        {
            Id = "e",
            State = ExperimentStates.Running,
            Spec = Samples.Spec,
            Iteration = 7,
            Curve = [.. Enumerable.Range(0, points).Select(i => new CurvePoint(i, i == 0 ? null : i, 0.5))],
            Build = Samples.Build,
            PassMilliseconds = new PassMilliseconds(1, 2),
        };

        var back = Assert.IsType<ExperimentDocument>(Table.Decode("document.1", Table.Encode(document)));

        Assert.Equal(points, back.Curve.Count);
        Assert.Equal(JsonSerializer.Serialize(document), JsonSerializer.Serialize(back));
    }

    [Fact]
    public void Table_should_refuse_a_manifest_or_a_type_twice()
    {
        Assert.Throws<ArgumentException>(() => new ContractTable("x", ("a.1", typeof(int)), ("a.1", typeof(long))));
        Assert.Throws<ArgumentException>(() => new ContractTable("x", ("a.1", typeof(int)), ("a.2", typeof(int))));
    }
}
