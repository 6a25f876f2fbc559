using ProtoBuf.Meta;
using Secant.Core.Experiments;

namespace Secant.Actors.Wire;

/// <summary>The Protobuf model of all that is stored or sent: attributes decide, save for Core's types, which carry none.</summary>
internal static class ContractModel
{
    /// <summary>Thread-safe; not protobuf-net's default model, which anything in the process can change.</summary>
    public static RuntimeTypeModel Instance { get; } = Create();

    private static RuntimeTypeModel Create()
    {
        var model = RuntimeTypeModel.Create("secant");
        var point = model.Add<CurvePoint>(applyDefaultBehaviour: false);
        point.UseConstructor = false;
        point.Add(1, nameof(CurvePoint.Iteration));
        point.Add(2, nameof(CurvePoint.Loss));
        point.Add(3, nameof(CurvePoint.TestAccuracy));
        return model;
    }
}
