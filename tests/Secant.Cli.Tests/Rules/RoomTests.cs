using System.Reflection;
using Secant.Actors.Coordination;
using Secant.Cli.Shell;
using Secant.Core;
using Secant.Lab.Runs;

namespace Secant.Cli.Tests.Rules;

/// <summary>The folders of each project reference one another in one order, without circles.</summary>
public sealed class RoomTests
{
    // The rooms of each project, each above those that it may name. The empty name is the project's own folder.
    private static readonly Dictionary<string, (Assembly Assembly, string[] Order)> Projects = new()
    {
        ["Secant.Core"] = (typeof(Failure).Assembly,
        [
            "", "Numerics", "Data", "Experiments", "Statistics", "Sweeps", "Networks", "Slicing", "Training", "Forecasting",
            "Checking",
        ]),
        ["Secant.Lab"] = (typeof(ExperimentRun).Assembly, ["Contracts", "Diagnosis", "History", "Runs", "Scheduling"]),
        ["Secant.Actors"] = (typeof(LabActor).Assembly,
            ["Wire", "Journal", "Workers", "Checkpoints", "Coordination", "Maintenance", "Hosting"]),
        ["Secant.Cli"] = (typeof(CommandContext).Assembly,
        [
            "Terminal", "Shell", "Drills", "Forecasts", "Details", "Labs", "Monitor", "Sweeps", "Queries", "Reports", "Runs",
            "Plans", "",
        ]),
    };

    public static TheoryData<string> ProjectNames => new(Projects.Keys);

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void Rooms_should_name_only_those_before_them(string project)
    {
        var (assembly, order) = Projects[project];
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in assembly.GetTypes().Where(type => IsOf(project, type)))
        {
            var room = RoomOf(project, type);
            Assert.True(order.Contains(room), $"src/{project}/{room}: a new room; give it its place in the order of this test");
            foreach (var named in CodeReferences.Of(type).Where(named => named.Assembly == assembly && IsOf(project, named)))
            {
                if (Array.IndexOf(order, RoomOf(project, named)) > Array.IndexOf(order, room))
                {
                    wrong.Add($"src/{project}/{room}: {Outermost(type).Name} names {Outermost(named).Name} of "
                        + $"{RoomOf(project, named)}; move one of them, or pass in what is needed");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Lab_should_reference_mathematics_and_contracts_only()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        Assert.All(
            typeof(ExperimentRun).Assembly.GetReferencedAssemblies(),
            reference => Assert.True(
                reference.Name is "Secant.Core" or "protobuf-net.Core"
                    || File.Exists(Path.Combine(runtime, reference.Name + ".dll")),
                $"src/Secant.Lab: {reference.Name} is referenced; decisions know no actor, file or socket"));
        Type[] outside = [typeof(File), typeof(Directory), typeof(FileStream), typeof(System.Net.Sockets.Socket),
            typeof(TimeProvider)];
        Assert.All(
            typeof(ExperimentRun).Assembly.GetTypes(),
            type => Assert.DoesNotContain(CodeReferences.Of(type), named => outside.Contains(named)));
    }

    private static bool IsOf(string project, Type type) =>
        Outermost(type).Namespace is { } space && (space == project || space.StartsWith(project + ".", StringComparison.Ordinal));

    private static string RoomOf(string project, Type type) =>
        Outermost(type).Namespace is { } space && space.Length > project.Length ? space[(project.Length + 1)..].Split('.')[0]
        : "";

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
