using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Softmax and its logarithm of <see cref="ShortRows{L, T}"/>, of which a vector of logarithms is computed together, and the product with the transposed
/// Jacobian of the logarithm. The bits are those of longer rows' ways.
/// </summary>
internal static class ShortSoftmax<L, TChunk, T>
    where L : struct, ILaneBits<L, T>
    where TChunk : struct, IChunk<TChunk, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>eˣ / Σ eˣ of each row.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref T source, nint stride, ref T destination, int rows, int length)
    {
        var row = new ShortRows<L, T>(length);
        for (int done = 0; done < rows; done++)
        {
            T shift = row.Maximum(row.Load(ref source));
            if (shift == T.NegativeInfinity) shift = T.Zero;
            if (T.IsPositiveInfinity(shift))
            {
                ContiguousSoftmax<L, TChunk, T>.Run(ref source, stride, ref destination, 1, length);
            }
            else
            {
                L exponentials = L.Exp(row.Load(ref source) - L.Create(shift));
                T sum = row.Sum(exponentials);
                row.Store(exponentials * L.Create(sum == T.Zero ? T.One : T.One / sum), ref destination);
            }

            source = ref Unsafe.Add(ref source, stride);
            destination = ref Unsafe.Add(ref destination, length);
        }
    }

    /// <summary>x − ln Σ eˣ of each row.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void RunLogarithm(ref T source, nint stride, ref T destination, int rows, int length)
    {
        var row = new ShortRows<L, T>(length);
        L one = L.One, sums = one, others = one, shifts = one;
        for (int done = 0; done < rows; done += L.Width)
        {
            int count = Math.Min(L.Width, rows - done);
            for (int k = 0; k < count; k++)
            {
                L x = row.Load(ref Unsafe.Add(ref source, k * stride));
                T shift = row.Maximum(x);
                if (shift == T.NegativeInfinity) shift = T.Zero;
                L exponentials = L.Exp(x - L.Create(shift));
                Element(ref shifts, k) = shift;
                T sum = row.Sum(exponentials);
                Element(ref sums, k) = sum;
                if (SoftmaxFamily.IsOneAndLess(sum)) Element(ref others, k) = row.Sum(L.Select(L.Equal(exponentials, one), L.Zero, exponentials));
            }

            L isOneAndLess = L.And(L.LessThanOrEqual(one, sums), L.LessThan(sums, one + one));
            L logarithms = L.Select(isOneAndLess, VectorMath.Log1pPositive<L, T>(others), VectorMath.Log<L, T>(sums));
            logarithms = L.Select(L.Equal(logarithms, L.Create(T.NegativeInfinity)), L.Zero, logarithms);
            for (int k = 0; k < count; k++)
            {
                T shift = Element(ref shifts, k);
                if (T.IsPositiveInfinity(shift)) ContiguousSoftmax<L, TChunk, T>.RunLogarithm(ref source, stride, ref destination, 1, length);
                else row.Store(row.Load(ref source) - L.Create(shift) - L.Create(Element(ref logarithms, k)), ref destination);
                source = ref Unsafe.Add(ref source, stride);
                destination = ref Unsafe.Add(ref destination, length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T Element(ref L lane, int index) => ref Unsafe.Add(ref Unsafe.As<L, T>(ref lane), index);
}

/// <summary>Products with a Jacobian of a softmax, of <see cref="ShortRows{L, T}"/>.</summary>
internal static class ShortSoftmaxJacobian<L, T>
    where L : struct, ILaneBits<L, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>x − p ⊙ Σ x of each row, as <see cref="SoftmaxJacobianSlab{L, T}"/> has it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void RunLogarithmTransposed(ref T x, ref T p, ref T y, int rows, int length)
    {
        var row = new ShortRows<L, T>(length);
        for (int done = 0; done < rows; done++)
        {
            L own = row.Load(ref x), share = row.Load(ref p), dominates = SoftmaxPasses.Dominates<L, T>(share);
            L sum = L.Create(row.Sum(own));
            L result = LogarithmTransposedPass<T>.Evaluate(own, share, sum, sum);
            if (L.Any(dominates)) result = DominatingPass<T>.Evaluate(result, share, sum, L.Create(row.Sum(result)));
            row.Store(result, ref y);
            x = ref Unsafe.Add(ref x, length);
            p = ref Unsafe.Add(ref p, length);
            y = ref Unsafe.Add(ref y, length);
        }
    }
}
