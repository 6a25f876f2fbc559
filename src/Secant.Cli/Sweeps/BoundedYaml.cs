using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Secant.Cli.Sweeps;

/// <summary>
/// The events of a YAML text, as far as what becomes of them is a tree of few levels with words as keys. Whoever builds the tree
/// calls itself for each level, and compares keys through all that they hold.
/// </summary>
internal sealed class BoundedYaml(IParser events, YamlSource source) : IParser
{
    /// <summary>Levels that are read: four times what a sweep has.</summary>
    private const int Deepest = 16;

    private readonly Stack<Level> _open = new();

    public ParsingEvent? Current => events.Current;

    public bool MoveNext()
    {
        if (!events.MoveNext())
        {
            return false;
        }

        switch (Current)
        {
            case MappingEnd or SequenceEnd:
                _open.Pop();
                break;
            case AnchorAlias alias:
                RequirePlace(alias, "a reference");
                if (_open.Any(level => level.Anchor == alias.Value))
                {
                    throw source.Wrong(alias.Start, $"*{alias.Value} stands within what it refers to");
                }

                break;
            case MappingStart start:
                Open(start, "a mapping");
                break;
            case SequenceStart start:
                Open(start, "a list");
                break;
            case Scalar scalar:
                RequirePlace(scalar, null);
                break;
            default:
                break;
        }

        return true;
    }

    private void Open(NodeEvent start, string what)
    {
        RequirePlace(start, what);
        if (_open.Count == Deepest)
        {
            throw source.Wrong(start.Start, $"more than {Deepest} levels deep; a sweep has four");
        }

        _open.Push(new Level(start.Anchor, start is MappingStart));
    }

    // Keys and values take turns in a mapping.
    private void RequirePlace(ParsingEvent node, string? kind)
    {
        if (!_open.TryPeek(out var level) || !level.IsMapping)
        {
            return;
        }

        level.IsAtValue = !level.IsAtValue;
        if (level.IsAtValue && kind is not null)
        {
            throw source.Wrong(node.Start, $"expected a word as key, found {kind}");
        }
    }

    private sealed record Level(AnchorName Anchor, bool IsMapping)
    {
        public bool IsAtValue { get; set; }
    }
}
