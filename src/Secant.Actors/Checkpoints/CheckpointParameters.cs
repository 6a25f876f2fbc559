using System.Runtime.InteropServices;
using Secant.Core;
using Secant.Core.Networks;
using Secant.Core.Networks.Kernels;

namespace Secant.Actors.Checkpoints;

/// <summary>Makes the whole net of a checkpoint's chunks.</summary>
public static class CheckpointParameters
{
    /// <param name="checkpoint">All groups, in order.</param>
    /// <param name="shape">The net's sizes, as its spec and its data set make them.</param>
    /// <exception cref="SecantException">The chunks do not make up that net, or not the one that was saved
    /// (<see cref="Failure.Store"/>).</exception>
    public static Parameters Assemble(CheckpointContents checkpoint, NetShape shape)
    {
        var parameters = new Parameters(shape);
        var next = 0;
        foreach (var chunk in checkpoint.Chunks)
        {
            var values = MemoryMarshal.Cast<byte, double>(chunk.Bytes);
            var last = (long)chunk.FirstGroup + chunk.GroupCount;
            if (chunk.FirstGroup != next || last > shape.Groups)
            {
                throw Wrong(checkpoint, $"expected group {next} of {shape.Groups}, found {chunk.FirstGroup} to {last - 1}");
            }

            for (; next < last; next++)
            {
                var length = shape.GroupLength(next);
                if (values.Length < length)
                {
                    throw Wrong(checkpoint, $"group {next} is cut short");
                }

                GroupParameters.Write(next, values[..length], parameters);
                values = values[length..];
            }

            if (values.Length > 0)
            {
                throw Wrong(checkpoint, $"{values.Length} numbers are left over after group {next - 1}");
            }
        }

        if (next < shape.Groups)
        {
            throw Wrong(checkpoint, $"expected {shape.Groups} groups, found {next}");
        }

        var fingerprint = parameters.Fingerprint();
        return fingerprint == checkpoint.Fingerprint
            ? parameters
            : throw Wrong(checkpoint, $"expected fingerprint {checkpoint.Fingerprint}, found {fingerprint}");
    }

    private static SecantException Wrong(CheckpointContents checkpoint, string what) => new(
        Failure.Store,
        $"the checkpoint of experiment {checkpoint.Experiment} at iteration {checkpoint.Iteration} is not whole: "
            + $"{what}; run the experiment again");
}
