using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Secant.Core.Tests;

/// <summary>A scan of the source for what must not be in it.</summary>
public sealed partial class StyleTests
{
    private static readonly (Regex Banned, string Instead)[] Everywhere =
    [
        (Clock(), "TimeProvider"),
        (SharedRandom(), "Philox, or a Random passed in"),
        (Sleep(), "await Task.Delay with a TimeProvider"),
        (BlockingResult(), "await"),
        (BlockingWait(), "await"),
    ];

    // Their bits follow the C runtime, or the processor's features.
    private static readonly (Regex Banned, string Instead)[] BitEqual =
    [
        (RuntimeFunction(), "Elementary"),
        (VectorFunction(), "Elementary, or sums in a written order"),
        (Estimate(), "FusedMultiplyAdd"),
        (TensorPrimitives(), "loops over ILanes"),
    ];

    // What reads like a blocked task and is none: a countdown that computing threads wait on.
    private static readonly (string File, string Code)[] Exempt =
    [
        ("ComputeThreads.cs", "atWork.Wait()"),
    ];

    [Fact]
    public void Source_should_hold_nothing_that_is_banned() => AssertClean("src", Everywhere);

    [Fact]
    public void Core_should_hold_nothing_whose_bits_depend_on_the_machine() => AssertClean(Path.Combine("src", "Secant.Core"), BitEqual);

    [Theory]
    [InlineData("var now = DateTime.UtcNow;")]
    [InlineData("DateTimeOffset.Now.ToString()")]
    [InlineData("Random.Shared.Next()")]
    [InlineData("Thread.Sleep(1)")]
    [InlineData("return task.Result;")]
    [InlineData("task.Wait();")]
    [InlineData("Math.Exp(x)")]
    [InlineData("double.Pow(x, 2)")]
    [InlineData("Vector256.Sum(v)")]
    [InlineData("Vector.Dot(a, b)")]
    [InlineData("Vector512.MultiplyAddEstimate(a, b, c)")]
    [InlineData("TensorPrimitives.Exp(a, b)")]
    public void Scan_should_find_what_is_banned(string line) => Assert.NotEmpty(Findings("a.cs", [line], [.. Everywhere, .. BitEqual]));

    [Theory]
    [InlineData("Math.Sqrt(x)")]
    [InlineData("// never Math.Exp")]
    [InlineData("Elementary.Exp(x)")]
    [InlineData("await task.WaitAsync(token)")]
    [InlineData("state.Results.Add(x)")]
    [InlineData("Vector128.FusedMultiplyAdd(a, b, c)")]
    public void Scan_should_pass_what_is_not(string line) => Assert.Empty(Findings("a.cs", [line], [.. Everywhere, .. BitEqual]));

    private static void AssertClean(string folder, (Regex Banned, string Instead)[] rules)
    {
        var root = Root();
        var files = Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.NotEmpty(files);
        var findings = files.SelectMany(file => Findings(Path.GetRelativePath(root, file), File.ReadLines(file), rules)).ToList();
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    // Comments may name what code may not.
    private static IEnumerable<string> Findings(string path, IEnumerable<string> lines, (Regex Banned, string Instead)[] rules) =>
        from numbered in lines.Select((text, at) => (Code: text.Split("//")[0], Number: at + 1))
        from rule in rules
        let match = rule.Banned.Match(numbered.Code)
        where match.Success && !Exempt.Any(entry => Path.GetFileName(path) == entry.File && numbered.Code.Contains(entry.Code, StringComparison.Ordinal))
        select $"{path}:{numbered.Number}: {match.Value} is banned, use {rule.Instead}";

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\bRandom\.Shared\b")]
    private static partial Regex SharedRandom();

    [GeneratedRegex(@"\bThread\.Sleep\b")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"\.Result\b(?!\s*\()")]
    private static partial Regex BlockingResult();

    [GeneratedRegex(@"\.Wait\(")]
    private static partial Regex BlockingWait();

    [GeneratedRegex(@"\b(Math|MathF|double|Double|float)\.(Exp\w*|Log\w*|Sin\w*|Cos\w*|Tan\w*|Pow|A(sin|cos|tan)\w*|Cbrt|Hypot|RootN)\b")]
    private static partial Regex RuntimeFunction();

    [GeneratedRegex(@"\bVector(64|128|256|512)?(<\w+>)?\.(Exp|Log2?|Sin|Cos|SinCos|Sum|Dot|Hypot|Pow)\b")]
    private static partial Regex VectorFunction();

    [GeneratedRegex(@"\b\w*Estimate\b")]
    private static partial Regex Estimate();

    [GeneratedRegex(@"\bTensorPrimitives\b")]
    private static partial Regex TensorPrimitives();
}
