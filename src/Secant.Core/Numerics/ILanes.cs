namespace Secant.Core.Numerics;

/// <summary>
/// A fixed number of doubles on which every operation is elementwise and correctly rounded, so that a computation written
/// against it has the same bits in each lane at any width. Sums across lanes, estimates and the base library's elementary
/// functions are left out on purpose: their bits follow the processor.
/// </summary>
/// <typeparam name="T">The implementing type.</typeparam>
internal interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>Doubles in one value; divides 8.</summary>
    static abstract int Count { get; }

    /// <summary>The same number in every lane.</summary>
    static abstract T Broadcast(double value);

    /// <summary><see cref="Count"/> doubles, from <paramref name="source"/> on.</summary>
    static abstract T Load(ref double source);

    /// <summary>Writes the lanes from <paramref name="destination"/> on.</summary>
    static abstract void Store(T value, ref double destination);

    static abstract T operator +(T left, T right);

    static abstract T operator -(T left, T right);

    static abstract T operator *(T left, T right);

    static abstract T operator /(T left, T right);

    /// <summary>left x right + addend, rounded once.</summary>
    static abstract T MultiplyAdd(T left, T right, T addend);

    static abstract T Abs(T value);

    /// <summary>All bits set where left is greater; none where it is not or either is NaN.</summary>
    static abstract T GreaterThan(T left, T right);

    /// <summary>The bits of <paramref name="whenSet"/> where the mask's are set, else those of
    /// <paramref name="whenClear"/>.</summary>
    static abstract T Select(T mask, T whenSet, T whenClear);

    /// <summary>Bitwise and.</summary>
    static abstract T And(T left, T right);

    /// <summary>Bitwise or.</summary>
    static abstract T Or(T left, T right);

    /// <summary>Sum of the lanes taken as 64-bit integers.</summary>
    static abstract T AddBits(T left, T right);

    /// <summary>The lanes, taken as 64-bit integers, shifted left.</summary>
    static abstract T ShiftLeft(T value, int bits);

    /// <summary>The lanes, taken as unsigned 64-bit integers, shifted right.</summary>
    static abstract T ShiftRight(T value, int bits);
}
