using Secant.Core.Experiments;

namespace Secant.Core.Networks.Kernels;

/// <summary>Makes any group of the initial net from the seed alone.</summary>
internal sealed class GroupInitializer(ExperimentSpec spec, NetShape shape)
{
    private readonly WeightInitializer _weights = new(spec, shape);

    public Group Create(int index)
    {
        var group = new Group(shape, index);
        var incoming = new double[shape.Inputs];
        var outgoing = new double[shape.Classes];
        for (var lane = 0; lane < group.Units; lane++)
        {
            var unit = (index * NetShape.GroupSize) + lane;
            _weights.IncomingWeights(unit, incoming);
            _weights.OutgoingWeights(unit, outgoing);
            for (var i = 0; i < incoming.Length; i++)
            {
                group.Values[(i * NetShape.GroupSize) + lane] = incoming[i];
            }

            for (var c = 0; c < outgoing.Length; c++)
            {
                group.Values[group.OutputOffset + (c * NetShape.GroupSize) + lane] = outgoing[c];
            }
        }

        return group;
    }
}
