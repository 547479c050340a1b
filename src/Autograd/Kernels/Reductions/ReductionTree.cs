using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// The order in which a reduction combines: a balanced binary tree. Neighbours are combined in pairs, then the pairs in pairs, and
/// so on; one without a partner goes up unchanged. The rounding error so grows with the logarithm of the length.
/// </summary>
/// <remarks>
/// <para>
/// The tree is run with a stack of finished subtrees, one per level, as a binary counter is incremented: when a subtree is
/// finished it is combined with its left neighbour, if that waits on the level, and the result moves up.
/// </para>
/// <code>
///   items so far     6 = 110₂:     level 2: items 0..3     level 1: items 4..5     level 0: empty
/// </code>
/// <para>
/// Along a contiguous row the items are chunks of 64 bytes, each lane a sum of its own; at the end the upper half of the lanes is
/// folded onto the lower half until one is left.
/// </para>
/// </remarks>
internal static class ReductionTree
{
    /// <summary>The most subtrees that can wait: the counter has at most 31 bits, and one is being made.</summary>
    public const int Levels = 33;

    /// <summary>Puts whole chunks of a contiguous row into the tree.</summary>
    /// <param name="x">The first element.</param>
    /// <param name="chunks">The number of chunks.</param>
    /// <param name="parameter">The map's parameter.</param>
    /// <param name="levels">The waiting subtrees, a chunk each.</param>
    /// <param name="count">The number of chunks in the tree so far.</param>
    /// <returns>The number of chunks in the tree now.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int PushChunks<T, TReducer, TMap, TChunk>(ref T x, int chunks, TChunk parameter, ref T levels, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
        where TMap : struct, IElementMap<T>
        where TChunk : struct, IChunk<TChunk, T>
    {
        int width = Width<T>();
        int end = count + chunks;
        while (count < end)
        {
            TChunk subtree, first = default, pair = default;
            int level = 0;
            if ((count & 7) != 0 || end - count < 8)
            {
                subtree = TMap.Map(TChunk.Load(ref x), parameter);
            }
            else
            {
                // A loop, so that the code for eight stands here once: more of it would exceed what the compiler inlines into one method.
                level = (count & 31) == 0 && end - count >= 32 ? 5 : 3;
                for (int eight = 0; ; eight++)
                {
                    subtree = Eight<T, TReducer, TMap, TChunk>(ref Unsafe.Add(ref x, 8 * eight * width), parameter);
                    if (level == 3) break;
                    if ((eight & 1) == 0)
                    {
                        first = subtree;
                        continue;
                    }

                    subtree = TReducer.Combine(first, subtree);
                    if (eight == 3) break;
                    pair = subtree;
                }

                if (level == 5) subtree = TReducer.Combine(pair, subtree);
            }

            x = ref Unsafe.Add(ref x, width << level);
            Push<T, TReducer, TChunk>(subtree, level, ref levels, count);
            count += 1 << level;
        }

        return count;
    }

    /// <summary>Puts a subtree into the tree, combining it with all that wait for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Push<T, TReducer, TChunk>(TChunk subtree, int level, ref T levels, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
        where TChunk : struct, IChunk<TChunk, T>
    {
        int width = Width<T>();
        while ((count >> level & 1) != 0)
        {
            subtree = TReducer.Combine(TChunk.Load(ref Unsafe.Add(ref levels, level * width)), subtree);
            level++;
        }

        TChunk.Store(subtree, ref Unsafe.Add(ref levels, level * width));
    }

    /// <summary>Combines what waits on the levels, and folds the lanes of the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Finish<T, TReducer, TChunk>(ref T levels, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
        where TChunk : struct, IChunk<TChunk, T> => Fold<T, TReducer, TChunk>(Lanes<T, TReducer, TChunk>(ref levels, count));

    /// <summary>Combines what waits on the levels, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TChunk Lanes<T, TReducer, TChunk>(ref T levels, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
        where TChunk : struct, IChunk<TChunk, T>
    {
        int width = Width<T>();
        int level = BitOperations.TrailingZeroCount(count);
        TChunk total = TChunk.Load(ref Unsafe.Add(ref levels, level * width));
        for (level++; count >> level != 0; level++)
        {
            if ((count >> level & 1) != 0) total = TReducer.Combine(TChunk.Load(ref Unsafe.Add(ref levels, level * width)), total);
        }

        return total;
    }

    /// <summary>A contiguous row of at most eight elements: the same tree, written out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Short<T, TReducer, TMap>(ref readonly T source, int length, T parameter)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
        where TMap : struct, IElementMap<T>
    {
        ref T x = ref Unsafe.AsRef(in source);
        T x0 = TMap.Map(x, parameter);
        if (length == 1) return x0;
        T x1 = TMap.Map(Unsafe.Add(ref x, 1), parameter);
        if (length == 2) return TReducer.Combine(x0, x1);
        T x2 = TMap.Map(Unsafe.Add(ref x, 2), parameter);
        if (length == 3) return TReducer.Combine(TReducer.Combine(x0, x2), x1);
        T x3 = TMap.Map(Unsafe.Add(ref x, 3), parameter);
        if (length > 4)
        {
            x0 = TReducer.Combine(x0, TMap.Map(Unsafe.Add(ref x, 4), parameter));
            if (length > 5) x1 = TReducer.Combine(x1, TMap.Map(Unsafe.Add(ref x, 5), parameter));
            if (length > 6) x2 = TReducer.Combine(x2, TMap.Map(Unsafe.Add(ref x, 6), parameter));
            if (length > 7) x3 = TReducer.Combine(x3, TMap.Map(Unsafe.Add(ref x, 7), parameter));
        }

        return TReducer.Combine(TReducer.Combine(x0, x2), TReducer.Combine(x1, x3));
    }

    /// <summary>Whether a matrix is for <see cref="Few"/>: up to eight rows, and some columns (one would be summed as a row).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFew(int rows, int columns) => (uint)(rows - 1) < 8 && (uint)(columns - 2) < 31;

    /// <summary>The columns of a small matrix: the same tree over the rows, written out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Few<T, TReducer, TMap>(
        ref readonly T source, int rows, int rowStride, int columnStride, ReadOnlySpan<T> parameters, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
        where TMap : struct, IElementMap<T>
    {
        ref T x = ref Unsafe.AsRef(in source);
        for (int column = 0; column < destination.Length; column++)
        {
            T parameter = TMap.HasParameter ? parameters[column] : T.Zero;
            T total = Pairs<T, TReducer, TMap>(ref x, Math.Min(rows, 4), rowStride, parameter);
            if (rows > 4)
            {
                ref T rest = ref Unsafe.Add(ref x, 4 * rowStride);
                total = TReducer.Combine(total, Pairs<T, TReducer, TMap>(ref rest, rows - 4, rowStride, parameter));
            }

            destination[column] = Canonical(total);
            x = ref Unsafe.Add(ref x, columnStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Pairs<T, TReducer, TMap>(ref T x, int rows, int stride, T parameter)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
        where TMap : struct, IElementMap<T>
    {
        T total = TMap.Map(x, parameter);
        if (rows > 1) total = TReducer.Combine(total, TMap.Map(Unsafe.Add(ref x, stride), parameter));
        if (rows < 3) return total;
        T pair = TMap.Map(Unsafe.Add(ref x, 2 * stride), parameter);
        if (rows > 3) pair = TReducer.Combine(pair, TMap.Map(Unsafe.Add(ref x, 3 * stride), parameter));
        return TReducer.Combine(total, pair);
    }

    /// <summary>The number of elements in a chunk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Width<T>()
        where T : unmanaged => 64 / Unsafe.SizeOf<T>();

    /// <summary>Any NaN becomes the one NaN: which one an addition keeps depends on the order of its operands in the machine code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Canonical<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => T.IsNaN(x) ? T.NaN : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TChunk Eight<T, TReducer, TMap, TChunk>(ref T x, TChunk parameter)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
        where TMap : struct, IElementMap<T>
        where TChunk : struct, IChunk<TChunk, T>
    {
        int width = Width<T>();
        TChunk a = TReducer.Combine(
            TMap.Map(TChunk.Load(ref x), parameter), TMap.Map(TChunk.Load(ref Unsafe.Add(ref x, width)), parameter));
        TChunk b = TReducer.Combine(
            TMap.Map(TChunk.Load(ref Unsafe.Add(ref x, 2 * width)), parameter),
            TMap.Map(TChunk.Load(ref Unsafe.Add(ref x, 3 * width)), parameter));
        a = TReducer.Combine(a, b);
        TChunk c = TReducer.Combine(
            TMap.Map(TChunk.Load(ref Unsafe.Add(ref x, 4 * width)), parameter),
            TMap.Map(TChunk.Load(ref Unsafe.Add(ref x, 5 * width)), parameter));
        TChunk d = TReducer.Combine(
            TMap.Map(TChunk.Load(ref Unsafe.Add(ref x, 6 * width)), parameter),
            TMap.Map(TChunk.Load(ref Unsafe.Add(ref x, 7 * width)), parameter));
        return TReducer.Combine(a, TReducer.Combine(c, d));
    }

    /// <summary>The lanes of a chunk, the upper half onto the lower until one is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Fold<T, TReducer, TChunk>(TChunk chunk)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
        where TChunk : struct, IChunk<TChunk, T>
    {
        Vector256<T> half = TChunk.Fold<TReducer>(chunk);
        Vector128<T> quarter = TReducer.Combine(half.GetLower(), half.GetUpper());
        return Vector128<T>.Count == 2
            ? TReducer.Combine(quarter.GetElement(0), quarter.GetElement(1))
            : TReducer.Combine(
                TReducer.Combine(quarter.GetElement(0), quarter.GetElement(2)),
                TReducer.Combine(quarter.GetElement(1), quarter.GetElement(3)));
    }
}
