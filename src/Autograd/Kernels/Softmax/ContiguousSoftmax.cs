using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Softmax, its logarithm, and log-sum-exp of contiguous rows: a pass for the maximum, one that computes the exponentials and sums them
/// block by block while they are in the first cache, and one that scales or shifts.
/// </summary>
/// <remarks>
/// The maximum's own exponential is exactly 1. Where the sum is below 2 there is no second 1, and its logarithm would not show the digits of what is
/// small beside 1: it is ln(1 + the sum of the others) then, which takes a second sum. That depends on nothing but the row.
/// </remarks>
internal static class ContiguousSoftmax<L, TChunk, T>
    where L : struct, ILaneBits<L, T>
    where TChunk : struct, IChunk<TChunk, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Elements that are summed as soon as they are written; a multiple of every vector width.</summary>
    private const int Block = 2048;

    /// <summary>Rows of so many chunks, or half as many and so on, are whole trees: they are summed without the lists of longer ones.</summary>
    private const int FewChunks = 16;

    /// <summary>Rows of the source lie <paramref name="stride"/> apart, those of the destination follow each other; both may be the same memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Run(ref T source, nint stride, ref T destination, int rows, int length)
    {
        Span<T> levels = stackalloc T[ReductionTree.Levels * ReductionTree.Width<T>()];
        int chunks = WholeTree(length);
        for (int row = 0; row < rows; row++)
        {
            T shift = Maximum(ref source, length), sum;
            if (shift == T.NegativeInfinity) shift = T.Zero;
            if (chunks > 0)
            {
                Exponentials(ref source, ref destination, length, shift);
                sum = SumOf(ref destination, chunks, withoutOnes: false);
            }
            else
            {
                sum = Exponentials<IdentityMap<T>>(ref source, ref destination, keepsAll: true, isWritten: false, length, shift, ref MemoryMarshal.GetReference(levels));
            }

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
            if (T.IsPositiveInfinity(shift))
            {
                TakeLimits(ref source, ref destination, length);
            }
            else
            {
                T logarithm = LogarithmOfSum(ref source, ref MemoryMarshal.GetReference(block), length, shift, ref MemoryMarshal.GetReference(levels));
                Shift(ref source, ref destination, length, shift, logarithm == T.NegativeInfinity ? T.Zero : logarithm);
            }

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
            T logarithm = LogarithmOfSum(ref source, ref MemoryMarshal.GetReference(block), length, shift, ref MemoryMarshal.GetReference(levels));
            destination[row] = ReductionTree.Canonical(shift + logarithm);
            source = ref Unsafe.Add(ref source, length);
        }
    }

    /// <summary>ln Σ e^(x − shift), the shift being the maximum; of a finite one the digits near 0 are kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T LogarithmOfSum(ref T x, ref T block, int length, T shift, ref T levels)
    {
        T sum, others = default;
        int width = ReductionTree.Width<T>(), chunks = length <= 2 * width ? 2 : WholeTree(length);
        if (chunks > 0)
        {
            if (length < 2 * width)
            {
                // Lanes without an element are 0.
                TChunk.Store(TChunk.Create(T.Zero), ref block);
                TChunk.Store(TChunk.Create(T.Zero), ref Unsafe.Add(ref block, width));
            }

            Exponentials(ref x, ref block, length, shift);
            sum = SumOf(ref block, chunks, withoutOnes: false);
            if (SoftmaxFamily.IsOneAndLess(sum)) others = SumOf(ref block, chunks, withoutOnes: true);
        }
        else
        {
            sum = Exponentials<IdentityMap<T>>(ref x, ref block, keepsAll: false, isWritten: false, length, shift, ref levels);
            if (SoftmaxFamily.IsOneAndLess(sum)) others = Exponentials<WithoutOnesMap<T>>(ref x, ref block, keepsAll: false, isWritten: length <= Block, length, shift, ref levels);
        }

        return SoftmaxFamily.IsOneAndLess(sum) ? VectorMath.Log1pPositive<ScalarLane<T>, T>(new(others)).Value : VectorMath.Log<ScalarLane<T>, T>(new(sum)).Value;
    }

    /// <summary>How many chunks a row is where they are a whole tree, of few of them; else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WholeTree(int length)
    {
        int width = ReductionTree.Width<T>(), chunks = length / width;
        return length % width == 0 && chunks <= FewChunks && BitOperations.IsPow2(chunks) ? chunks : 0;
    }

    /// <summary>The sum of a whole tree of chunks, in the order of <see cref="ReductionTree"/>; or of what in it is not 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SumOf(ref T x, int chunks, bool withoutOnes)
    {
        TChunk sum = default, one = default, two = default, four = default, eight = default;
        for (int k = 0; k < chunks; k++, x = ref Unsafe.Add(ref x, ReductionTree.Width<T>()))
        {
            sum = TChunk.Load(ref x);
            if (withoutOnes) sum = TChunk.WithoutOnes(sum);
            if ((k & 1) == 0)
            {
                one = sum;
                continue;
            }

            sum = TChunk.Add(one, sum);
            if ((k & 2) == 0)
            {
                two = sum;
                continue;
            }

            sum = TChunk.Add(two, sum);
            if ((k & 4) == 0)
            {
                four = sum;
                continue;
            }

            sum = TChunk.Add(four, sum);
            if ((k & 8) == 0)
            {
                eight = sum;
                continue;
            }

            sum = TChunk.Add(eight, sum);
        }

        return ReductionTree.Canonical(ReductionTree.Fold<T, SumReducer<T>, TChunk>(sum));
    }

    /// <summary>The logarithms where an element is +∞: 0 there and −∞ for the others; NaN beside a second one, or beside NaN.</summary>
    private static void TakeLimits(ref T x, ref T y, int length)
    {
        int infinite = 0;
        bool isNaN = false;
        for (int i = 0; i < length; i++)
        {
            infinite += T.IsPositiveInfinity(Unsafe.Add(ref x, i)) ? 1 : 0;
            isNaN |= T.IsNaN(Unsafe.Add(ref x, i));
        }

        for (int i = 0; i < length; i++) Unsafe.Add(ref y, i) = isNaN || infinite > 1 ? T.NaN : T.IsPositiveInfinity(Unsafe.Add(ref x, i)) ? T.Zero : T.NegativeInfinity;
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
            largest = ShortRows<L, T>.MaximumOf(a);
        }

        for (; i < length; i++) largest = Larger(Unsafe.Add(ref x, i), largest);
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Larger(T x, T largest) => x > largest ? x : largest;

    /// <summary>y = e^(x − shift), of which all are kept or only the last block, and the sum of them, mapped, in the order of <see cref="ReductionTree"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static T Exponentials<TMap>(ref T x, ref T y, bool keepsAll, bool isWritten, int length, T shift, ref T levels)
        where TMap : struct, IElementMap<T>
    {
        int width = ReductionTree.Width<T>(), count = 0;
        for (int done = 0; ; done += Block)
        {
            int block = Math.Min(Block, length - done), chunks = block / width;
            ref T written = ref Unsafe.Add(ref y, keepsAll ? done : 0);
            if (!isWritten) Exponentials(ref Unsafe.Add(ref x, done), ref written, block, shift);
            count = ReductionTree.PushChunks<T, SumReducer<T>, TMap, TChunk>(ref written, chunks, default, ref levels, count);
            if (done + block < length) continue;
            ref T rest = ref Unsafe.Add(ref written, chunks * width);
            return ReductionTree.Canonical(ReductionJob<T, SumReducer<T>, TMap, TChunk>.Tail(ref rest, block % width, T.Zero, ref levels, count));
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
        LanePair<L, T> least = LanePair<L, T>.Create(VectorMath.LeastExponent<T>());
        for (; i <= length - LanePair<L, T>.Width; i += LanePair<L, T>.Width)
        {
            // What a mask cut off is 0: computed, it would be left to the slow way.
            LanePair<L, T> exponent = LanePair<L, T>.Load(in Unsafe.Add(ref x, i)) - shifts, isCutOff = LanePair<L, T>.LessThan(exponent, least);
            bool isAny = LanePair<L, T>.Any(isCutOff);
            if (isAny) exponent = LanePair<L, T>.Select(isCutOff, LanePair<L, T>.Zero, exponent);
            LanePair<L, T> exponential = VectorMath.Exp<LanePair<L, T>, T>(exponent);
            if (isAny) exponential = LanePair<L, T>.Select(isCutOff, LanePair<L, T>.Zero, exponential);
            LanePair<L, T>.Store(exponential, ref Unsafe.Add(ref y, i));
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
