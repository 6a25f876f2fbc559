using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Secant.Actors.Coordination;
using Secant.Cli.Shell;
using Secant.Core;
using Secant.Lab.Runs;

namespace Secant.Cli.Tests.Rules;

/// <summary>How large a type, a method and a line may be.</summary>
public sealed class SizeTests
{
    private const int LongestLine = 130;
    private const int LongestMethod = 60;
    private const int LongestType = 300;
    private const int MostMutableFields = 12;

    // What is larger still, with what it may have at most. A number here may only become smaller.
    private static readonly Dictionary<string, int> LargeTypes = new(StringComparer.Ordinal)
    {
        ["src/Secant.Actors/Coordination/Coordinator"] = 540,
        ["src/Secant.Actors/Coordination/LabActor"] = 1012,
        ["src/Secant.Core/Networks/Kernels/GroupKernel"] = 601,
    };

    private static readonly Dictionary<string, int> LargeMethods = new(StringComparer.Ordinal)
    {
        ["src/Secant.Actors/Coordination/LabActor.CommandCoordinators"] = 140,
        ["src/Secant.Actors/Coordination/LabActor.CommandNodes"] = 86,
        ["src/Secant.Actors/Hosting/LabHost.StartAsync"] = 79,
        ["src/Secant.Actors/Hosting/NodeHost.ServeAsync"] = 98,
        ["src/Secant.Actors/Workers/Node.new"] = 94,
        ["src/Secant.Cli/Labs/CoordinatorCommand.Create"] = 80,
        ["src/Secant.Cli/Runs/LabRun.OneAsync"] = 63,
        ["src/Secant.Lab/History/TimelineDocument.Of"] = 69,
    };

    private static readonly List<(string Path, string Text)> Sources =
    [
        .. new[] { "src", "tests" }
            .SelectMany(folder => Directory.GetFiles(Repository.File(folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .Select(path => (Path.GetRelativePath(Repository.File(), path), File.ReadAllText(path))),
    ];

    [Fact]
    public void Lines_should_be_short() => AssertNone(
        from source in Sources
        from line in source.Text.Split('\n').Select((text, at) => (Text: text.TrimEnd('\r'), Number: at + 1))
        where line.Text.Length > LongestLine
        select $"{source.Path}:{line.Number}: {line.Text.Length} columns; break the line before column {LongestLine}");

    [Fact]
    public void Types_should_be_small()
    {
        var lengths = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (path, root) in Trees())
        {
            foreach (var type in root.DescendantNodes().OfType<TypeDeclarationSyntax>()
                .Where(type => type.Parent is not TypeDeclarationSyntax))
            {
                var name = $"{Path.GetDirectoryName(path)}/{type.Identifier.Text}";
                lengths[name] = lengths.GetValueOrDefault(name) + Lines(type);
            }
        }

        AssertNone(lengths.Where(type => type.Value > LargeTypes.GetValueOrDefault(type.Key, LongestType))
            .Select(type => $"{type.Key}: {type.Value} lines with its partials joined; give what belongs together a type of "
            + "its own"));
    }

    [Fact]
    public void Methods_should_be_small() => AssertNone(
        from tree in Trees()
        from method in tree.Root.DescendantNodes().Where(node => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax)
        let name = $"{Path.GetDirectoryName(tree.Path)}/{NameOf(method)}"
        where Lines(method) > LargeMethods.GetValueOrDefault(name, LongestMethod)
        select $"{name}: {Lines(method)} lines; give its parts names");

    [Fact]
    public void Types_should_have_few_fields_that_change() => AssertNone(
        from assembly in new[] { typeof(Failure), typeof(ExperimentRun), typeof(LabActor), typeof(CommandContext) }.Select(
            type => type.Assembly)
        from type in assembly.GetTypes()
        where !type.FullName!.Contains('<', StringComparison.Ordinal) && !type.IsAssignableTo(typeof(JsonSerializerContext))
        let count = type.GetFields(
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Count(field => !field.IsInitOnly && !IsSetOnce(type, field))
        where count > MostMutableFields
        select $"{type.FullName}: {count} fields that change; give those that change together a type of their own");

    private static IEnumerable<(string Path, CompilationUnitSyntax Root)> Trees() => Sources
        .Where(source => source.Path.StartsWith("src", StringComparison.Ordinal))
        .Select(source => (source.Path.Replace('\\', '/'), CSharpSyntaxTree.ParseText(source.Text).GetCompilationUnitRoot()));

    private static int Lines(CSharpSyntaxNode node)
    {
        var span = node.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static int Lines(Microsoft.CodeAnalysis.SyntaxNode node) => Lines((CSharpSyntaxNode)node);

    private static string NameOf(Microsoft.CodeAnalysis.SyntaxNode method) => string.Join('.',
        method.AncestorsAndSelf().Select(node => node switch
        {
            TypeDeclarationSyntax type => type.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            MethodDeclarationSyntax named => named.Identifier.Text,
            ConstructorDeclarationSyntax => "new",
            OperatorDeclarationSyntax named => named.OperatorToken.Text,
            _ => null,
        }).OfType<string>().Reverse());

    // What an initializer sets and nobody after it.
    private static bool IsSetOnce(Type type, FieldInfo field) =>
        field.Name.StartsWith('<') && field.Name.IndexOf('>', StringComparison.Ordinal) is var end and > 1
        && type.GetProperty(field.Name[1..end], BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)?.SetMethod
            is var set && (set is null || set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)));

    private static void AssertNone(IEnumerable<string> wrong)
    {
        var lines = wrong.ToList();
        Assert.True(lines.Count == 0, string.Join('\n', lines));
    }
}
