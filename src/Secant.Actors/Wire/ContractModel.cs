using System.Reflection;
using ProtoBuf;
using ProtoBuf.Meta;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Actors.Wire;

/// <summary>The Protobuf model of all that is stored or sent: attributes decide, save for Core's types, which carry
/// none.</summary>
internal static class ContractModel
{
    /// <summary>Thread-safe; not protobuf-net's default model, which anything in the process can change.</summary>
    public static RuntimeTypeModel Instance { get; } = Create();

    /// <summary>The same, but for what makes events large: curves and where time went stay in their bytes, and are
    /// null.</summary>
    public static RuntimeTypeModel Brief { get; } = CreateBrief();

    private static RuntimeTypeModel CreateBrief()
    {
        var model = Create();
        var progress = model.Add<ProgressRecord>(applyDefaultBehaviour: false);
        progress.UseConstructor = false;
        foreach (var property in typeof(ProgressRecord).GetProperties())
        {
            if (property.GetCustomAttribute<ProtoMemberAttribute>() is { } member
                && property.Name is not (nameof(ProgressRecord.Curve) or nameof(ProgressRecord.Stretch)))
            {
                progress.Add(member.Tag, property.Name);
            }
        }

        return model;
    }

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
