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
/// keep it by themselves. A product with a number of the other sign does not, so that a whole row or column of nothing is looked for
/// afterwards, where the first element that came out is 0 or NaN.
/// </summary>
internal static class CutOff
{
    /// <summary>The rows and columns of a product that are sums of nothing become −0.</summary>
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
        if (product.IsEmpty || k == 0) return;
        var walk = new DimensionWalk();
        for (int d = 0; d < batchRank; d++) walk.Add(a.Shape[d], a.Strides[d], b.Strides[d]);
        nint aRow = a.Strides[batchRank], aColumn = a.Strides[batchRank + 1], bRow = b.Strides[batchRank], bColumn = b.Strides[batchRank + 1];
        for (; !product.IsEmpty; product = product[(m * n)..], walk.Next())
        {
            ref T rows = ref Unsafe.Add(ref Unsafe.AsRef(in a.Origin), walk.First), columns = ref Unsafe.Add(ref Unsafe.AsRef(in b.Origin), walk.Second);
            for (int i = 0; left != ProductRole.Value && i < m; i++)
            {
                if (MayBeNothing(product[i * n]) && IsNothing(ref Unsafe.Add(ref rows, i * aRow), aColumn, k, left)) product.Slice(i * n, n).Fill(T.NegativeZero);
            }

            for (int j = 0; right != ProductRole.Value && j < n; j++)
            {
                if (!MayBeNothing(product[j]) || !IsNothing(ref Unsafe.Add(ref columns, j * bColumn), bRow, k, right)) continue;
                for (int i = 0; i < m; i++) product[(i * n) + j] = T.NegativeZero;
            }
        }
    }

    /// <summary>The parts of a result whose parts of the cotangent were cut off altogether become −0.</summary>
    /// <param name="cotangent">The cotangent, contiguous.</param>
    /// <param name="result">The result, contiguous; as many parts, one behind the other.</param>
    /// <param name="parts">Their number: the examples of a batch.</param>
    public static void Restore<T>(ReadOnlySpan<T> cotangent, Span<T> result, int parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (parts == 0 || cotangent.IsEmpty || result.IsEmpty) return;
        int from = cotangent.Length / parts, to = result.Length / parts;
        for (int p = 0; p < parts; p++)
        {
            Span<T> part = result.Slice(p * to, to);
            if (MayBeNothing(part[0]) && IsNothing(ref Unsafe.AsRef(in cotangent[p * from]), 1, from, ProductRole.Cotangent)) part.Fill(T.NegativeZero);
        }
    }

    private static bool MayBeNothing<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T> => value == T.Zero || T.IsNaN(value);

    private static bool IsNothing<T>(ref T first, nint step, int count, ProductRole role)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < count; i++)
        {
            T value = Unsafe.Add(ref first, i * step);
            if (value != T.Zero || (role == ProductRole.Cotangent && !T.IsNegative(value))) return false;
        }

        return true;
    }
}
