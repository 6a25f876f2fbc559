using Secant.Core;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Secant.Cli.Sweeps;

/// <summary>A YAML file whose every complaint begins with file, line and column.</summary>
internal sealed record YamlSource(string File)
{
    /// <summary>The one document of the text.</summary>
    public YamlNode Read(string text)
    {
        var stream = new YamlStream();
        var events = new BoundedYaml(new Parser(new StringReader(text)), this);
        try
        {
            stream.Load(events);
        }
        catch (YamlException e)
        {
            throw Wrong(e.Start, $"not YAML: {(e.InnerException?.Message ?? e.Message).TrimEnd('.')}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The reader loses its own count in some texts that are no YAML.
            throw Wrong(
                events.Current?.End ?? Mark.Empty,
                "not YAML: what follows here is not understood; look for a bracket or brace that is not closed");
        }

        return stream.Documents.Count switch
        {
            0 => throw Wrong(Mark.Empty, "the file is empty; expected 'experiments:' with a list"),
            1 => stream.Documents[0].RootNode,
            _ => throw Wrong(stream.Documents[1].RootNode.Start, "expected one document, found a second"),
        };
    }

    /// <summary>The entries of a mapping, each key a plain word out of those known.</summary>
    public IEnumerable<(string Key, YamlNode KeyNode, YamlNode Value)> Entries(YamlNode node, string what,
        IReadOnlyCollection<string> known)
    {
        if (node is not YamlMappingNode mapping)
        {
            throw Wrong(node.Start, $"{what}: expected fields such as '{known.First()}: ...', found {Kind(node)}");
        }

        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } word })
            {
                throw Wrong(key.Start, $"{what}: expected a word as key, found {Kind(key)}");
            }

            if (word == "<<")
            {
                throw Wrong(
                    key.Start,
                    $"{what}: merge keys (<<) are not read; put what all experiments share under 'defaults', or write the "
                        + "fields out");
            }

            if (!known.Contains(word))
            {
                var meant = NearestName.Of(word, known) is { } nearest ? $"; did you mean '{nearest}'?"
                    : $"; known are {string.Join(", ", known)}";
                throw Wrong(key.Start, $"{what}: unknown field '{word}'{meant}");
            }

            yield return (word, key, value);
        }
    }

    public SecantException Wrong(Mark at, string message) =>
        new(Failure.Usage, $"{File}:{Math.Max(1, at.Line)}:{Math.Max(1, at.Column)}: {message}");

    /// <summary>What a node is, in words.</summary>
    public static string Kind(YamlNode node) => node switch
    {
        YamlScalarNode { Value: null or "" } => "nothing",
        YamlScalarNode scalar => $"'{scalar.Value}'",
        YamlSequenceNode => "a list",
        YamlMappingNode => "a mapping",
        _ => "something else",
    };
}
