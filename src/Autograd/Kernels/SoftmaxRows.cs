using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Softmax, its logarithm, and log-sum-exp of contiguous rows: a pass for the maximum, one that computes the exponentials and sums them
/// block by block while they are in the first cache, and one that scales or shifts.
/// </summary>
internal static class SoftmaxRows<L, TChunk, T>
    where L : struct, ILaneBits<L, T>
    where TChunk : struct, IChunk<TChunk, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Elements that are summed as soon as they are written; a multiple of every vector width.</summary>
    private const int Block = 2048;

    /// <summary>Rows of the source lie <paramref name="stride"/> apart, those of the destination follow each other; both may be the same memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Run(ref T source, nint stride, ref T destination, int rows, int length)
    {
        Span<T> levels = stackalloc T[ReductionTree.Levels * ReductionTree.Width<T>()];
        for (int row = 0; row < rows; row++)
        {
            T shift = Maximum(ref source, length);
            if (shift == T.NegativeInfinity) shift = T.Zero;
            T sum = Exponentials(ref source, ref destination, keepsAll: true, length, shift, ref MemoryMarshal.GetReference(levels));
            Scale(ref destination, length, sum == T.Zero ? T.One : T.One / sum);
            source = ref Unsafe.Add(ref source, stride);
            destination = ref Unsafe.Add(ref destination, length);
        }
    }

    /// <summary>x − ln Σ eˣ of each row, under the conditions of <see cref="Run"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void RunLogarithm(ref T source, nint stride, ref T destination, int rows, int length)
    {
        Span<T> levels = stackalloc T[ReductionTree.Levels * ReductionTree.Width<T>()], block = stackalloc T[Block];
        for (int row = 0; row < rows; row++)
        {
            T shift = Maximum(ref source, length);
            if (shift == T.NegativeInfinity) shift = T.Zero;
            T sum = T.IsPositiveInfinity(shift)
                ? T.NaN
                : Exponentials(ref source, ref MemoryMarshal.GetReference(block), keepsAll: false, length, shift, ref MemoryMarshal.GetReference(levels));
            Shift(ref source, ref destination, length, shift, VectorMath.Log<ScalarLane<T>, T>(new(sum == T.Zero ? T.One : sum)).Value);
            source = ref Unsafe.Add(ref source, stride);
            destination = ref Unsafe.Add(ref destination, length);
        }
    }

    /// <summary>ln Σ eˣ of each row.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void LogSumExp(ref T source, Span<T> destination, int length)
    {
        Span<T> levels = stackalloc T[ReductionTree.Levels * ReductionTree.Width<T>()], block = stackalloc T[Block];
        for (int row = 0; row < destination.Length; row++)
        {
            T shift = Maximum(ref source, length);
            if (T.IsInfinity(shift)) shift = T.Zero;
            T sum = Exponentials(ref source, ref MemoryMarshal.GetReference(block), keepsAll: false, length, shift, ref MemoryMarshal.GetReference(levels));
            destination[row] = ReductionTree.Canonical(shift + VectorMath.Log<ScalarLane<T>, T>(new(sum)).Value);
            source = ref Unsafe.Add(ref source, length);
        }
    }

    /// <summary>The largest element. NaN is passed over: it comes back with the sum of the exponentials.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Maximum(ref T x, int length)
    {
        T largest = T.NegativeInfinity;
        int i = 0;
        if (length >= L.Width)
        {
            L a = L.Create(largest), b = a, c = a, d = a;
            for (; i <= length - (4 * L.Width); i += 4 * L.Width)
            {
                a = L.AtLeast(a, L.Load(in Unsafe.Add(ref x, i)));
                b = L.AtLeast(b, L.Load(in Unsafe.Add(ref x, i + L.Width)));
                c = L.AtLeast(c, L.Load(in Unsafe.Add(ref x, i + (2 * L.Width))));
                d = L.AtLeast(d, L.Load(in Unsafe.Add(ref x, i + (3 * L.Width))));
            }

            for (; i <= length - L.Width; i += L.Width) a = L.AtLeast(a, L.Load(in Unsafe.Add(ref x, i)));
            a = L.AtLeast(L.AtLeast(a, b), L.AtLeast(c, d));
            ref T elements = ref Unsafe.As<L, T>(ref a);
            for (int k = 0; k < L.Width; k++) largest = Larger(Unsafe.Add(ref elements, k), largest);
        }

        for (; i < length; i++) largest = Larger(Unsafe.Add(ref x, i), largest);
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Larger(T x, T largest) => x > largest ? x : largest;

    /// <summary>y = e^(x − shift), of which all are kept or only the last block, and the sum of them in the order of <see cref="ReductionTree"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Exponentials(ref T x, ref T y, bool keepsAll, int length, T shift, ref T levels)
    {
        int width = ReductionTree.Width<T>(), count = 0;
        for (int done = 0; ; done += Block)
        {
            int block = Math.Min(Block, length - done), chunks = block / width;
            ref T written = ref Unsafe.Add(ref y, keepsAll ? done : 0);
            Exponentials(ref Unsafe.Add(ref x, done), ref written, block, shift);
            count = ReductionTree.PushChunks<T, SumReducer<T>, IdentityMap<T>, TChunk>(ref written, chunks, default, ref levels, count);
            if (done + block < length) continue;
            ref T rest = ref Unsafe.Add(ref written, chunks * width);
            return ReductionTree.Canonical(ReductionJob<T, SumReducer<T>, IdentityMap<T>, TChunk>.Tail(ref rest, block % width, T.Zero, ref levels, count));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Exponentials(ref T x, ref T y, int length, T shift)
    {
        int i = 0;
        if (T.IsPositiveInfinity(shift))
        {
            for (; i < length; i++) Unsafe.Add(ref y, i) = ExponentialMap<T>.Map(Unsafe.Add(ref x, i), shift);
            return;
        }

        LanePair<L, T> shifts = LanePair<L, T>.Create(shift);
        for (; i <= length - LanePair<L, T>.Width; i += LanePair<L, T>.Width)
        {
            LanePair<L, T>.Store(LanePair<L, T>.Exp(LanePair<L, T>.Load(in Unsafe.Add(ref x, i)) - shifts), ref Unsafe.Add(ref y, i));
        }

        for (; i < length; i += L.Width)
        {
            int left = length - i;
            L few = left < L.Width ? L.LoadPartial(in Unsafe.Add(ref x, i), left) : L.Load(in Unsafe.Add(ref x, i));
            few = L.Exp(few - shifts.Lower);
            if (left < L.Width) L.StorePartial(few, ref Unsafe.Add(ref y, i), left);
            else L.Store(few, ref Unsafe.Add(ref y, i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale(ref T y, int length, T factor)
    {
        L factors = L.Create(factor);
        int i = 0;
        for (; i <= length - L.Width; i += L.Width) L.Store(L.Load(in Unsafe.Add(ref y, i)) * factors, ref Unsafe.Add(ref y, i));
        for (; i < length; i++) Unsafe.Add(ref y, i) *= factor;
    }

    /// <summary>y = (x − shift) − logarithm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Shift(ref T x, ref T y, int length, T shift, T logarithm)
    {
        L shifts = L.Create(shift), logarithms = L.Create(logarithm);
        int i = 0;
        for (; i <= length - L.Width; i += L.Width) L.Store(L.Load(in Unsafe.Add(ref x, i)) - shifts - logarithms, ref Unsafe.Add(ref y, i));
        for (; i < length; i++) Unsafe.Add(ref y, i) = Unsafe.Add(ref x, i) - shift - logarithm;
    }
}
