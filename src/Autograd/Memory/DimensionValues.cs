using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>One int per possible dimension, stored in place: lengths, strides or an index. Unused ones are 0.</summary>
[InlineArray(Shape.MaxRank)]
internal struct DimensionValues
{
    private int _first;

    /// <summary>All values equal: two vectors compared at once.</summary>
    public readonly bool Equal(in DimensionValues other) =>
        Vector256.LoadUnsafe(in _first) == Vector256.LoadUnsafe(in other._first);

    public readonly int Hash()
    {
        ReadOnlySpan<long> pairs = MemoryMarshal.Cast<int, long>(MemoryMarshal.CreateReadOnlySpan(in _first, Shape.MaxRank));
        long hash = pairs[0] + (pairs[1] * 0x1F35_79BD) + (pairs[2] * 0x3C6E_F372_FE94) + (pairs[3] * 0x5BD1_E995_1B87);
        return (int)(hash ^ (hash >> 32));
    }
}
