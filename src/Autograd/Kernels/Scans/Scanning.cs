using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>Running sums, products and linear recurrences along a dimension, one element after the other in index order.</summary>
internal static class Scanning
{
    /// <summary>
    /// The elements of a running sum that are added one after the other; to the next ones the sum so far is then added, as two numbers.
    /// So y[k] is off by at most (this + 2) u Σ|x|, with u half a unit in the last place of 1, however large k is; in one chain it would be k u.
    /// </summary>
    public const int ChainLength = 64;

    /// <summary>Columns that are summed up side by side.</summary>
    private const int Columns = 512;

    /// <summary>y[k] = x[0] + … + x[k]; reversed, y[k] = x[n − 1] + … + x[k].</summary>
    /// <param name="x">The elements; any strides.</param>
    /// <param name="dimension">The dimension that is run along.</param>
    /// <param name="reversed">Whether to run from the last element to the first.</param>
    /// <param name="destination">Row-major, in x's shape; must not overlap x.</param>
    public static void CumulativeSum<T>(scoped in Strided<T> x, int dimension, bool reversed, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Scan<T, SumReducer<T>>(x, dimension, reversed, destination);

    /// <summary>y[k] = x[0] · … · x[k]; reversed, y[k] = x[n − 1] · … · x[k].</summary>
    /// <param name="x">The elements; any strides.</param>
    /// <param name="dimension">The dimension that is run along.</param>
    /// <param name="reversed">Whether to run from the last element to the first.</param>
    /// <param name="destination">Row-major, in x's shape; must not overlap x.</param>
    public static void CumulativeProduct<T>(scoped in Strided<T> x, int dimension, bool reversed, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> => Scan<T, ProductReducer<T>>(x, dimension, reversed, destination);

    /// <summary>
    /// y[k] = x[k] + a[k] · y[k − 1] from y[0] = x[0]; reversed, y[k] = x[k] + a[k + 1] · y[k + 1] from y[n − 1] = x[n − 1], which is the
    /// transpose. A y of −0 is carried on as nothing, even by an infinite factor. Carried in double: off by rounding y alone, however long.
    /// </summary>
    /// <param name="x">What is added, row-major.</param>
    /// <param name="factors">a, row-major in x's shape; the first along the dimension is not read.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="dimension">The dimension that is run along.</param>
    /// <param name="reversed">Whether to run from the last element to the first.</param>
    /// <param name="destination">Row-major, in x's shape; must not overlap the operands.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Recur<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> factors, Shape shape, int dimension, bool reversed, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.ElementCount == 0) return;
        Extents(shape, dimension, out int outer, out int run);
        int length = shape[dimension], step = reversed ? -run : run;
        using SpanOwner<double> owner = SpanOwner<double>.Allocate(run);
        Span<double> carried = owner.Span;
        for (int o = 0; o < outer; o++)
        {
            int at = ((o * length) + (reversed ? length - 1 : 0)) * run;
            x.Slice(at, run).CopyTo(destination[at..]);
            for (int i = 0; i < carried.Length; i++) carried[i] = double.CreateTruncating(x[at + i]);
            for (int k = 1; k < length; k++, at += step)
            {
                Span<T> next = destination.Slice(at + step, run);
                ReadOnlySpan<T> added = x.Slice(at + step, run), factor = factors.Slice(reversed ? at : at + step, run);
                for (int i = 0; i < carried.Length; i++)
                {
                    double before = carried[i], after = double.CreateTruncating(added[i]);
                    if (!IsNothing(before)) after += (double.CreateTruncating(factor[i]) * before) + 0.0;
                    carried[i] = after;

                    // What is rounded to 0 was there.
                    next[i] = IsNothing(after) ? T.NegativeZero : T.CreateTruncating(after) + T.Zero;
                }
            }
        }
    }

    /// <summary>y[k] = ln(e^x[0] + … + e^x[k]), carried in double as the largest exponent and a sum.</summary>
    /// <param name="x">The elements, row-major.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="dimension">The dimension that is run along.</param>
    /// <param name="destination">Row-major, in x's shape; must not overlap x.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LogCumulativeSumExp<T>(ReadOnlySpan<T> x, Shape shape, int dimension, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.ElementCount == 0) return;
        Extents(shape, dimension, out int outer, out int run);
        int length = shape[dimension];
        for (int row = 0; row < outer * run; row++)
        {
            double largest = double.NegativeInfinity, sum = 0;
            int at = (row / run * length * run) + (row % run);
            for (int k = 0; k < length; k++, at += run)
            {
                double value = double.CreateTruncating(x[at]);
                if (value > largest)
                {
                    sum = (sum * Math.Exp(largest - value)) + 1;
                    largest = value;
                }
                else if (value == largest)
                {
                    // Also where both are infinite; e^−∞ adds nothing.
                    if (!double.IsNegativeInfinity(value)) sum++;
                }
                else
                {
                    sum += Math.Exp(value - largest);
                }

                destination[at] = T.CreateTruncating(sum == 0 ? largest : largest + Math.Log(sum));
            }
        }
    }

    /// <summary>Where the largest or smallest element up to each place lies: the first of equal ones, and the first NaN before all.</summary>
    /// <param name="x">The elements, row-major.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="dimension">The dimension that is run along.</param>
    /// <param name="isSmallest">Whether the smallest is looked for.</param>
    /// <param name="destination">Row-major, in x's shape.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CumulativeExtremum<T>(ReadOnlySpan<T> x, Shape shape, int dimension, bool isSmallest, Span<int> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.ElementCount == 0) return;
        Extents(shape, dimension, out int outer, out int run);
        int length = shape[dimension];
        for (int o = 0; o < outer; o++)
        {
            ReadOnlySpan<T> values = x.Slice(o * length * run, length * run);
            Span<int> places = destination.Slice(o * length * run, length * run);
            places[..run].Clear();
            for (int k = 1, at = run; k < length; k++)
            {
                for (int i = 0; i < run; i++, at++)
                {
                    int before = places[at - run];
                    T best = values[(before * run) + i], candidate = values[at];
                    bool isBetter = isSmallest ? candidate < best : candidate > best;
                    places[at] = isBetter || (T.IsNaN(candidate) && !T.IsNaN(best)) ? k : before;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNothing(double value) => value == 0 && double.IsNegative(value);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scan<T, TReducer>(scoped in Strided<T> x, int dimension, bool reversed, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        Shape shape = x.Shape;
        if (shape.ElementCount == 0) return;
        Copying.Copy(x, destination);
        Extents(shape, dimension, out int outer, out int run);
        int length = shape[dimension], first = reversed ? length - 1 : 0, step = reversed ? -run : run;
        bool isLong = typeof(TReducer) == typeof(SumReducer<T>) && length > ChainLength;
        for (int o = 0; o < outer; o++)
        {
            Span<T> block = destination.Slice(o * length * run, length * run);
            int at = first * run;
            if (isLong)
            {
                if (run == 1) SumUp(block, at, step);
                else for (int column = 0; column < run; column += Columns) SumUp(block, at + column, step, length, Math.Min(Columns, run - column));
                continue;
            }

            if (run == 1)
            {
                T total = block[at];
                for (int k = 1; k < length; k++)
                {
                    at += step;
                    total = TReducer.Combine(total, block[at]);
                    block[at] = total;
                }

                continue;
            }

            for (int k = 1; k < length; k++, at += step)
            {
                Span<T> next = block.Slice(at + step, run);
                Vectors.Combine<T, TReducer>(next, block.Slice(at, run), next);
            }
        }
    }

    /// <summary>The running sums of a row: to those of a chain that before it is added, which is two numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumUp<T>(Span<T> row, int at, int step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T high = T.NegativeZero, low = T.NegativeZero;
        for (int k = 0; k < row.Length;)
        {
            T sum = T.NegativeZero;
            for (int end = Math.Min(k + ChainLength, row.Length); k < end; k++, at += step)
            {
                sum += row[at];
                row[at] = high + (low + sum);
            }

            Carry(sum, ref high, ref low);
        }
    }

    /// <summary>The same for columns side by side, which are rows apart.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumUp<T>(Span<T> block, int at, int step, int length, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> sums = stackalloc T[Columns], high = stackalloc T[Columns], low = stackalloc T[Columns];
        sums = sums[..columns];
        high = high[..columns];
        low = low[..columns];
        high.Fill(T.NegativeZero);
        low.Fill(T.NegativeZero);
        for (int k = 0; k < length;)
        {
            sums.Fill(T.NegativeZero);
            for (int end = Math.Min(k + ChainLength, length); k < end; k++, at += step)
            {
                Span<T> row = block.Slice(at, columns);
                Vectors.Add(row, sums);
                Vectors.Combine<T, SumReducer<T>>(sums, low, row);
                Vectors.Combine<T, SumReducer<T>>(row, high, row);
            }

            for (int i = 0; i < columns; i++) Carry(sums[i], ref high[i], ref low[i]);
        }
    }

    /// <summary>
    /// high + low += sum, where high is the sum rounded and low what that left out, exactly (Knuth). Nothing is left out of an infinite
    /// sum, and −0 stands for nothing: it is neutral.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry<T>(T sum, ref T high, ref T low)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T before = high, term = low + sum, after = before + term, taken = after - before;
        T rest = (before - (after - taken)) + (term - taken);
        high = after;
        low = T.IsFinite(rest) && rest != T.Zero ? rest : T.NegativeZero;
    }

    /// <summary>How many blocks lie before a dimension, and how many elements lie between neighbors along it.</summary>
    private static void Extents(Shape shape, int dimension, out int outer, out int run)
    {
        outer = run = 1;
        for (int d = 0; d < dimension; d++) outer *= shape[d];
        for (int d = dimension + 1; d < shape.Rank; d++) run *= shape[d];
    }
}
