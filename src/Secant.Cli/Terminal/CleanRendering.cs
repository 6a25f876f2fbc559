using Secant.Core;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Secant.Cli.Terminal;

/// <summary>Cleans whatever text a console renders: tables, charts, live views.</summary>
internal sealed class CleanRendering : IRenderHook
{
    private static readonly CleanRendering Instance = new();

    private CleanRendering()
    {
    }

    /// <summary>The same console, which cleans what it renders.</summary>
    public static IAnsiConsole On(IAnsiConsole console)
    {
        console.Pipeline.Attach(Instance);
        return console;
    }

    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(renderable => new Cleaned(renderable));

    private sealed class Cleaned(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(Clean);

        // Orders of the library's own are segments of their own kind.
        private static Segment Clean(Segment segment) =>
            segment.IsLineBreak || segment.IsControlCode || ShownText.Clean(segment.Text) is var text && text == segment.Text
                ? segment
                : new Segment(text, segment.Style);
    }
}
