using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// The columns of a matrix that is in the first cache anyway: the tree of <see cref="ReductionTree"/> over the rows, from registers, a chunk of columns after the
/// other. What <see cref="ColumnTree{T, TReducer, TMap, TChunk}"/> prepares for any layout would cost more than the sums.
/// </summary>
internal static class SmallColumns
{
    /// <summary>Rows that are narrower than a chunk are copied: they reach over so many elements at most.</summary>
    public const int MostNarrow = 1 << 10;

    private const int MostElements = 1 << 13;

    /// <summary>Whether a matrix of adjacent columns is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fit<T>(int rows, int stride, int columns)
        where T : unmanaged =>
        columns >= ReductionTree.Width<T>() ? (long)rows * columns <= MostElements : columns > 1 && stride >= 0 && ((long)rows * stride) + columns <= MostNarrow;
}

/// <inheritdoc cref="SmallColumns"/>
internal static class SmallColumns<T, TReducer, TMap, TChunk>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TReducer : struct, IReducer<T>
    where TMap : struct, IElementMap<T>
    where TChunk : struct, IChunk<TChunk, T>
{
    /// <summary>One result for each column.</summary>
    /// <param name="x">The first element.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="stride">From a row to the next.</param>
    /// <param name="parameters">The map's, one for each column.</param>
    /// <param name="destination">As many elements as there are columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    public static void Run(ref T x, int rows, nint stride, ReadOnlySpan<T> parameters, Span<T> destination)
    {
        int width = ReductionTree.Width<T>(), columns = destination.Length;
        if (columns < width)
        {
            // What a chunk reads beyond its row are the next rows, and behind the last whatever is there: those lanes are not looked at.
            Span<T> copy = stackalloc T[SmallColumns.MostNarrow + (3 * width)];
            int reach = (int)((rows - 1) * stride) + columns;
            MemoryMarshal.CreateReadOnlySpan(ref x, reach).CopyTo(copy);
            copy.Slice(reach, width).Clear();
            Span<T> result = copy.Slice(reach + width, width), wideParameters = copy[^width..];
            if (TMap.HasParameter) parameters.CopyTo(wideParameters);
            Run(ref copy[0], rows, stride, wideParameters, result);
            result[..columns].CopyTo(destination);
            return;
        }

        for (int i = 0; i < columns; i += width)
        {
            // The last chunk overlaps the one before: a column's result does not depend on its lane.
            int c = Math.Min(i, columns - width);
            TChunk parameter = TMap.HasParameter ? TChunk.Load(in parameters[c]) : default;
            TChunk.Store(Rows(ref Unsafe.Add(ref x, c), rows, stride, parameter), ref destination[c]);
        }

        foreach (ref T result in destination) result = ReductionTree.Canonical(result);
    }

    /// <summary>Eight rows, or as many of them as make a whole tree and what is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TChunk Rows(ref T x, int rows, nint stride, TChunk parameter)
    {
        if (rows <= 8)
        {
            TChunk total = Four(ref x, Math.Min(rows, 4), stride, parameter);
            return rows <= 4 ? total : TReducer.Combine(total, Four(ref Unsafe.Add(ref x, 4 * stride), rows - 4, stride, parameter));
        }

        int half = 8 << BitOperations.Log2((uint)(rows - 1) / 8);
        return TReducer.Combine(Rows(ref x, half, stride, parameter), Rows(ref Unsafe.Add(ref x, half * stride), rows - half, stride, parameter));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TChunk Four(ref T x, int rows, nint stride, TChunk parameter)
    {
        TChunk total = Element(ref x, parameter);
        if (rows > 1) total = TReducer.Combine(total, Element(ref Unsafe.Add(ref x, stride), parameter));
        if (rows <= 2) return total;
        TChunk pair = Element(ref Unsafe.Add(ref x, 2 * stride), parameter);
        if (rows > 3) pair = TReducer.Combine(pair, Element(ref Unsafe.Add(ref x, 3 * stride), parameter));
        return TReducer.Combine(total, pair);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TChunk Element(ref T x, TChunk parameter) => TMap.Map(TChunk.Load(ref x), parameter);
}
