using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>How an operand of a product takes part in an adjoint program, and so which of its zeros contribute nothing.</summary>
internal enum ProductRole
{
    /// <summary>A value: its zeros are numbers like any other.</summary>
    Value,

    /// <summary>A cotangent: −0 was cut off.</summary>
    Cotangent,

    /// <summary>Depends on no variable: a zero of either sign stays one, whatever the variables are.</summary>
    Constant,
}

/// <summary>
/// Puts back what was cut off into products with a cotangent. A cotangent that a mask cut off is −0, the neutral element of IEEE addition: sums
/// keep it by themselves. A product with a number of the other sign does not, nor one with ∞. So each inner product that came out as 0 or NaN
/// is looked at again: pairs of which one is nothing do not count, and a sum of none is −0.
/// </summary>
internal static partial class CutOff
{
    /// <summary>Restores a matrix product.</summary>
    /// <param name="a">The left factor [batch…, m, k].</param>
    /// <param name="left">What it is.</param>
    /// <param name="b">The right factor [batch…, k, n], its batch dimensions broadcast to those of the other.</param>
    /// <param name="right">What it is.</param>
    /// <param name="product">The product, contiguous [batch…, m, n].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Restore<T>(scoped in Strided<T> a, ProductRole left, scoped in Strided<T> b, ProductRole right, Span<T> product)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int batchRank = a.Shape.Rank - 2, m = a.Shape[^2], k = a.Shape[^1], n = b.Shape[^1];
        if (IndexOfDoubt<T>(product) < 0) return;
        var walk = new DimensionWalk();
        for (int d = 0; d < batchRank; d++) walk.Add(a.Shape[d], a.Strides[d], b.Strides[d]);
        nint aRow = a.Strides[batchRank], aColumn = a.Strides[batchRank + 1], bRow = b.Strides[batchRank], bColumn = b.Strides[batchRank + 1];
        for (; !product.IsEmpty; product = product[(m * n)..], walk.Next())
        {
            ref T rows = ref Unsafe.Add(ref Unsafe.AsRef(in a.Origin), walk.First), columns = ref Unsafe.Add(ref Unsafe.AsRef(in b.Origin), walk.Second);
            for (int i = 0; i < m; i++)
            {
                Span<T> row = product.Slice(i * n, n);
                int j = IndexOfDoubt<T>(row);
                if (j < 0) continue;
                ref T first = ref Unsafe.Add(ref rows, i * aRow);
                if (IsNothing(ref first, aColumn, k, left))
                {
                    row.Fill(T.NegativeZero);
                    continue;
                }

                for (; j < n; j++)
                {
                    if (IsCertain(row[j])) continue;
                    var inner = new Doubt<T>(row[j], left, right);
                    ref T second = ref Unsafe.Add(ref columns, j * bColumn);
                    for (int p = 0; p < k && !inner.IsSettled; p++) inner.Add(Unsafe.Add(ref first, p * aColumn), Unsafe.Add(ref second, p * bRow));
                    row[j] = inner.Result;
                }
            }
        }
    }

    /// <summary>Whether there is a zero of either sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool HasZero<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            if (Vector.EqualsAny(new Vector<T>(values[i..]), Vector<T>.Zero)) return true;
        }

        return values[i..].Contains(T.Zero);
    }

    /// <summary>Where the first 0 or NaN lies, −1 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int IndexOfDoubt<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            if (!Vector.GreaterThanAll(Vector.Abs(new Vector<T>(values[i..])), Vector<T>.Zero)) break;
        }

        for (; i < values.Length; i++)
        {
            if (!IsCertain(values[i])) return i;
        }

        return -1;
    }

    private static bool IsCertain<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Abs(value) > T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNothing<T>(T value, ProductRole role)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        value == T.Zero && (role == ProductRole.Constant || (role == ProductRole.Cotangent && T.IsNegative(value)));

    private static bool IsNothing<T>(ref T first, nint step, int count, ProductRole role)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < count; i++)
        {
            if (!IsNothing(Unsafe.Add(ref first, i * step), role)) return false;
        }

        return true;
    }

    /// <summary>An inner product that is looked at again, since it came out as 0 or NaN.</summary>
    private ref struct Doubt<T>(T given, ProductRole left, ProductRole right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly bool _isZero = given == T.Zero;
        private T _sum = T.NegativeZero;
        private bool _any;

        /// <summary>Whether the rest does not matter: of a 0 it is asked alone whether it was computed.</summary>
        public readonly bool IsSettled => _isZero && _any;

        public readonly T Result => !_any ? T.NegativeZero : _isZero ? T.Zero : _sum + T.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(T a, T b)
        {
            if (IsNothing(a, left) || IsNothing(b, right)) return;
            _any = true;
            _sum = T.FusedMultiplyAdd(a, b, _sum);
        }
    }
}
