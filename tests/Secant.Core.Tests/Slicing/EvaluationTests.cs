using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Core.Slicing;
using Xunit;

namespace Secant.Core.Tests.Slicing;

public sealed class EvaluationTests
{
    private static readonly ExperimentSpec Spec =
        new() { Iterations = 1, BatchSize = 4, LearningRate = 0.1, HiddenSize = 70, Seed = 3 };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void Evaluation_should_have_the_same_bits_however_many_images_and_threads_share_it(int cores)
    {
        // More images than are taken at once, in two slices.
        const int images = 700;
        var data = MadeUpData.Set(5, 6, 6, 4, images, 10);
        var together = Evaluate(new Crew(cores), data, 0, images);
        for (var image = 0; image < images; image += 37)
        {
            var alone = Evaluate(new SingleThread(), data, image, 1);
            Assert.Equal(alone.Select(part => part.Node), together.Select(part => part.Node));
            foreach (var (one, all) in alone.Zip(together))
            {
                Assert.Equal(one.Values, all.Values[(image * 10)..((image + 1) * 10)]);
            }
        }
    }

    private static IReadOnlyList<PartialLogits> Evaluate(ICrew crew, DataSet data, int first, int count)
    {
        var trainer = new SliceTrainer(Spec, new SparseImageSet(data.Train), new SparseImageSet(data.Test), data.Classes, crew);
        Slice[] slices = [trainer.OpenFromSeed(GroupRange.Between(0, 3)),
            trainer.OpenFromSeed(GroupRange.Between(3, trainer.Shape.Groups))];
        return trainer.Evaluate(slices, test: true, first, count);
    }

    // Hands its tasks out in turns, as if each thread were as quick as the others.
    private sealed class Crew(int cores) : ICrew
    {
        public int Cores => cores;

        public void Run(int tasks, Action<int, int> task)
        {
            for (var i = tasks - 1; i >= 0; i--)
            {
                task(i, i % cores);
            }
        }
    }
}
