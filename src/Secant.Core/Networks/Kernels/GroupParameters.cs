namespace Secant.Core.Networks.Kernels;

/// <summary>Carries groups to and from the book's order.</summary>
public static class GroupParameters
{
    private const int Lanes = NetShape.GroupSize;

    /// <summary>Copies the values of a group (of <see cref="NetShape.GroupLength"/> doubles) to where the book has
    /// them.</summary>
    public static void Write(int group, ReadOnlySpan<double> values, Parameters parameters)
    {
        var shape = parameters.Shape;
        if (group == shape.UnitGroups)
        {
            values.CopyTo(parameters.OutputBiases);
            return;
        }

        var units = shape.UnitsIn(group);
        var first = group * Lanes;
        for (var i = 0; i < shape.Inputs; i++)
        {
            values.Slice(i * Lanes, units).CopyTo(parameters.HiddenWeights.AsSpan((i * shape.Hidden) + first));
        }

        values.Slice(shape.Inputs * Lanes, units).CopyTo(parameters.HiddenBiases.AsSpan(first));
        for (var lane = 0; lane < units; lane++)
        {
            for (var c = 0; c < shape.Classes; c++)
            {
                parameters.OutputWeights[((first + lane) * shape.Classes) + c] = values[((shape.Inputs + 1 + c) * Lanes) + lane];
            }
        }
    }

    /// <summary>Fills the values of a group from the book's order; empty lanes become 0.</summary>
    public static void Read(Parameters parameters, int group, Span<double> values)
    {
        var shape = parameters.Shape;
        values.Clear();
        if (group == shape.UnitGroups)
        {
            parameters.OutputBiases.CopyTo(values);
            return;
        }

        var units = shape.UnitsIn(group);
        var first = group * Lanes;
        for (var i = 0; i < shape.Inputs; i++)
        {
            parameters.HiddenWeights.AsSpan((i * shape.Hidden) + first, units).CopyTo(values[(i * Lanes)..]);
        }

        parameters.HiddenBiases.AsSpan(first, units).CopyTo(values[(shape.Inputs * Lanes)..]);
        for (var lane = 0; lane < units; lane++)
        {
            for (var c = 0; c < shape.Classes; c++)
            {
                values[((shape.Inputs + 1 + c) * Lanes) + lane] = parameters.OutputWeights[((first + lane) * shape.Classes) + c];
            }
        }
    }
}
