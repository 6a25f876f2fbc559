using System.Diagnostics;
using NumSharp;
using Secant.Cli.Queries;
using Secant.Core;
using Secant.Core.Experiments;
using Secant.Core.Networks;

namespace Secant.Cli.Tests.Queries;

public sealed class NumpyTests : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private static readonly ExperimentSpec Spec = new() { Iterations = 3, BatchSize = 4, LearningRate = 1, HiddenSize = 2 };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Export_should_read_back_in_numpy_with_names_types_shapes_and_values()
    {
        await SkipWithoutNumpyAsync();
        var parameters = new Parameters(new NetShape(3, 2, 2));
        for (var i = 0; i < parameters.Shape.ParameterCount; i++)
        {
            parameters[i] = i + 0.1;
        }

        parameters[0] = double.NaN;
        NpzFile.Write(_folder["net.npz"], ParameterExport.Arrays(parameters, Spec, trainCount: 5, withBatches: true));
        var (code, said) = await RunAsync("""
            import sys, numpy
            z = numpy.load(sys.argv[1], allow_pickle=False)
            assert sorted(z.files) == ['W1', 'W2', 'b1', 'b2', 'batches'], z.files
            assert [z[n].shape for n in ('W1', 'b1', 'W2', 'b2', 'batches')] == [(3, 2), (2,), (2, 2), (2,), (3, 4)]
            assert all(z[n].dtype == numpy.float64 for n in ('W1', 'b1', 'W2', 'b2')) and z['batches'].dtype == numpy.int64
            assert numpy.isnan(z['W1'][0, 0]) and z['W1'][0, 1] == 1 + 0.1 and z['W1'][2, 0] == 4 + 0.1
            assert list(z['b1']) == [6 + 0.1, 7 + 0.1] and z['W2'][1, 0] == 10 + 0.1 and list(z['b2']) == [12 + 0.1, 13 + 0.1]
            assert z['batches'].min() >= 0 and z['batches'].max() < 5
            """);
        Assert.True(code == 0, said);
        Assert.Equal([_folder["net.npz"]], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Export_should_read_back_in_another_reader_of_the_format()
    {
        var parameters = new Parameters(new NetShape(3, 2, 2));
        for (var i = 0; i < parameters.Shape.ParameterCount; i++)
        {
            parameters[i] = i + 0.1;
        }

        var arrays = ParameterExport.Arrays(parameters, Spec, trainCount: 5, withBatches: true);
        NpzFile.Write(_folder["net.npz"], arrays);
        using var read = np.load_npz(_folder["net.npz"]);

        foreach (var (name, array) in arrays)
        {
            Assert.Equal(array.Shape, read[name].shape.Select(size => (int)size));
            Assert.Equal(array.Values, array.Values is long[]? (Array)read[name].ToArray<long>() : read[name].ToArray<double>());
        }
    }

    [Fact]
    public void Batches_should_be_those_that_the_passes_draw()
    {
        var arrays = ParameterExport.Arrays(new Parameters(new NetShape(3, 2, 2)), Spec, trainCount: 5, withBatches: true);
        var schedule = new BatchSchedule(Spec.Seed, Spec.BatchSize, 5);
        Assert.Equal(
            Enumerable.Range(0, 3).SelectMany(schedule.Indices).Select(index => (long)index),
            Assert.IsType<long[]>(arrays["batches"].Values));
    }

    [Fact]
    public void Export_should_leave_out_the_batches_when_told_to_or_refuse_when_they_are_too_many()
    {
        var many = Spec with { Iterations = 100_000, BatchSize = 100_000 };
        var parameters = new Parameters(new NetShape(3, 2, 2));
        Assert.Equal(4, ParameterExport.Arrays(parameters, many, 5, withBatches: false).Count);
        var fault = Assert.Throws<SecantException>(() => ParameterExport.Arrays(parameters, many, 5, withBatches: true));
        Assert.Equal(Failure.Usage, fault.Failure);
        Assert.Contains("--no-batches", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_should_keep_the_older_file_when_the_new_one_cannot_be_written()
    {
        Directory.CreateDirectory(_folder["net.npz"]);
        var arrays = ParameterExport.Arrays(new Parameters(new NetShape(3, 2, 2)), Spec, 5, withBatches: false);
        var fault = Assert.Throws<SecantException>(() => NpzFile.Write(_folder["net.npz"], arrays));
        Assert.Equal(Failure.Work, fault.Failure);
        Assert.StartsWith($"cannot write {_folder["net.npz"]}: ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".part", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private static async Task SkipWithoutNumpyAsync()
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not here");
        var found = Process.Start(new ProcessStartInfo(Python, ["-c", "import numpy"]) { RedirectStandardError = true })!;
        await found.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(found.ExitCode == 0, "python3-numpy is not installed");
    }

    private async Task<(int Code, string Said)> RunAsync(string script)
    {
        using var python = Process.Start(
            new ProcessStartInfo(Python, ["-c", script, _folder["net.npz"]]) { RedirectStandardError = true })!;
        var said = await python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (python.ExitCode, said);
    }
}
