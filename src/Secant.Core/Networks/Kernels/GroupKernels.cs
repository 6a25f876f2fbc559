using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Secant.Core.Experiments;
using Secant.Core.Numerics;

namespace Secant.Core.Networks.Kernels;

/// <summary>Picks the kernel for this processor's widest registers that have a fused multiply-add.</summary>
internal static class GroupKernels
{
    public static IGroupKernel For(NetShape shape, ExperimentSpec spec)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return new GroupKernel<Lanes512>(shape, spec);
        }

        return Vector256.IsHardwareAccelerated && Fma.IsSupported
            ? new GroupKernel<Lanes256>(shape, spec)
            : new GroupKernel<Lanes128>(shape, spec);
    }
}
