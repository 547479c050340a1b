using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Authoring;

/// <summary>One int per possible dimension, stored in place: lengths, strides or an index. Unused ones are 0.</summary>
[InlineArray(Shape.MaxRank)]
internal struct DimensionValues
{
    private int _first;

    /// <summary>Two values, the others 0.</summary>
    public static DimensionValues Of(int first, int second)
    {
        Unsafe.SkipInit(out DimensionValues values);
        Vector256.Create(first, second, 0, 0, 0, 0, 0, 0).StoreUnsafe(ref values._first);
        return values;
    }

    /// <summary>All values equal: two vectors compared at once.</summary>
    public readonly bool Equal(in DimensionValues other) =>
        Vector256.LoadUnsafe(in _first) == Vector256.LoadUnsafe(in other._first);

    public readonly int Hash()
    {
        ReadOnlySpan<long> pairs = MemoryMarshal.Cast<int, long>(MemoryMarshal.CreateReadOnlySpan(in _first, Shape.MaxRank));
        ulong hash = 0;
        for (int k = 0; k < pairs.Length; k++)
        {
            hash = (hash ^ (ulong)pairs[k]) * 0x9E37_79B9_7F4A_7C15;
            hash ^= hash >> 29;
        }

        return (int)(hash ^ (hash >> 32));
    }
}
