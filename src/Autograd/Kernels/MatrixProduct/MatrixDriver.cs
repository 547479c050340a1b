using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd;

/// <summary>
/// The loops around the tiles, for one register width. Every element of the product is one chain of fused multiply-adds in
/// increasing k, whatever the path: blocks of k continue the chain through the destination, and k is never split otherwise. Or it is
/// a compensated sum of chains that depend on k alone: blocks are whole chains then. So all paths and widths give the same bits.
/// </summary>
/// <remarks>
/// <code>
///   for each block of columns                 c: strip x panel = one tile, kept in registers over all of a block of k
///     for each block of k                     b: copied into panels, or read in place
///       for each block of rows                a: read in place through any strides, one element at a time (broadcast), or copied
///         for each panel of columns
///           for each strip of rows
/// </code>
/// With 16 registers tiles are low, and each panel of b stays in the first-level cache while the strips of a come by from the
/// second-level one. With 32 they are high: a block of rows is one strip, which stays while the panels come by.
/// </remarks>
internal static unsafe class MatrixDriver<TRegister, V, T>
    where TRegister : struct, IRegister<V, T>
    where V : struct
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The height of the tallest tile of one register; those of two have <see cref="IRegister{V, T}.MaxRows"/>.</summary>
    private const int MaxRowsOfOneRegister = 12;

    /// <summary>The height of the tallest tile of three registers.</summary>
    private const int MaxRowsOfThreeRegisters = 4;

    /// <summary>A copied panel of b that is used by one strip only stays in half of the first-level cache.</summary>
    private const int PanelBytes = 1 << 14;

    /// <summary>The bytes of a row of a in one block: what stays in the first-level cache, a panel of b or a strip of a, is as long.</summary>
    private const int DepthBytes = 3 << 9;

    /// <summary>Columns of a that reach farther than this in all are copied, since they compete for few cache sets.</summary>
    private const int FarBytes = 1 << 14;

    /// <summary>Rows of a that lie as far apart as this are copied if many panels use them.</summary>
    private const int FarRowBytes = 1 << 12;

    /// <summary>From this many terms on, a tile takes long enough for its part of c to arrive from memory.</summary>
    private const int PrefetchDepth = 64;

    /// <summary>A few rows of b are copied into panels at once: read in the order in which they lie, for the hardware's prefetching.</summary>
    private const int RowsCopiedAtOnce = 8;

    /// <summary>Copies up to this size lie on the stack.</summary>
    private const int StackBytes = 1 << 14;

    /// <summary>A product that is transposed up to this size stays in the first-level cache.</summary>
    private const int TransposedBytes = 1 << 14;

    private const int Alignment = 64;

    /// <summary>The rows of a that are copied at once where its columns lie far apart, each in another page: of each a few cache lines.</summary>
    private const int CopiedRows = 96;

    /// <summary>Blocks of rows are filled by strips of every height.</summary>
    private const int RowStep = 12;

    /// <summary>Whether a block of rows has many strips.</summary>
    private static bool HasHighBlocks
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TRegister.MaxBlockRows > TRegister.MaxRows;
    }

    /// <summary>c = a·b, or c += a·b continuing the chains. Strides are in elements; c has unit column stride.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, bool accumulate)
    {
        if (m <= 0 || n <= 0) return;
        if (k > 0) Whole(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, null, 0, accumulate);
        else if (!accumulate) Clear(m, n, c, cRow);
    }

    /// <summary>c += a·b in the chains of <see cref="MatrixChains"/>, where e, of unit column stride too, goes with c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddChains(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, T* e, nint eRow)
    {
        if (m > 0 && n > 0 && k > 0) Whole(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, eRow, accumulate: true);
    }

    /// <summary>The one or the other: without e, which is null then, elements are single chains.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Whole(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, T* e, nint eRow, bool accumulate)
    {
        if (n == 1 && ((cRow == 1 && eRow <= 1) || m == 1))
        {
            // A column is the row of the transposed product: its elements share registers.
            Blocks(1, m, k, b, bColumn, bRow, a, aColumn, aRow, c, m, e, m, accumulate);
            return;
        }

        bool transposes = TRegister.Width > 1 && k >= 16 && TransposedPays(m, n, k, aRow == 1, bRow == 1 && bColumn != 1);
        if (transposes) Transposed(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, eRow, accumulate);
        else Blocks(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, eRow, accumulate);
    }

    /// <summary>Whether <see cref="Transposed"/> is faster, given which factors lie transposed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TransposedPays(nint m, nint n, nint k, bool isATransposed, bool isBTransposed)
    {
        nint width = TRegister.Width, rowsFilled = (m + width - 1) / width * width, columnsFilled = (n + width - 1) / width * width;
        // Columns that fill at most five eighths of their registers; two short transposed factors, whose product is as they are in reverse order.
        if (isATransposed && m >= 2 * width && n <= 2 * width && 8 * n <= 5 * columnsFilled) return true;
        if (isATransposed && isBTransposed && m >= width && n >= 8 && m <= k && m * n * sizeof(T) <= TransposedBytes && m * columnsFilled >= n * rowsFilled) return true;
        return isBTransposed && n >= 4 * width && m <= 2 * width && 4 * m >= 3 * rowsFilled;
    }

    /// <summary>
    /// Computes cᵀ = bᵀ·aᵀ: worth two transpositions of c where its rows would fill registers badly and the columns of a lie ready for
    /// them, or where b would have to be packed for the sake of a few rows.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transposed(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, T* e, nint eRow, bool accumulate)
    {
        int length = (int)(e == null ? m * n : 2 * m * n) + (Alignment / sizeof(T));
        bool isShort = length * sizeof(T) <= StackBytes;
        byte* stack = stackalloc byte[isShort ? length * sizeof(T) : 0];
        T[]? array = isShort ? null : ArrayPool<T>.Shared.Rent(length);
        fixed (T* rented = array)
        {
            T* transposed = Align(isShort ? stack : rented), eTransposed = e == null ? null : transposed + (m * n);
            if (accumulate) MatrixCopy.Copy(n, m, c, 1, cRow, transposed, m);
            if (e != null) MatrixCopy.Copy(n, m, e, 1, eRow, eTransposed, m);
            Blocks(n, m, k, b, bColumn, bRow, a, aColumn, aRow, transposed, m, eTransposed, m, accumulate);
            MatrixCopy.Copy(m, n, transposed, 1, m, c, cRow);
            if (e != null) MatrixCopy.Copy(m, n, eTransposed, 1, m, e, eRow);
        }

        if (array is not null) ArrayPool<T>.Shared.Return(array);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blocks(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, T* e, nint eRow, bool accumulate)
    {
        if (m == 1 && bRow == 1 && bColumn != 1 && TRegister.Width >= Vector256<T>.Count && TransposedColumns.CanMultiply<T>(n))
        {
            if (e == null) TransposedColumns.Multiply(n, k, a, aColumn, b, bColumn, c, accumulate);
            else MatrixChains.AddTransposedColumns(n, k, a, aColumn, b, bColumn, c, e);
            return;
        }

        var plan = new Plan(m, n, k, aRow, aColumn, bColumn, e != null);
        if (plan.CopyCount == 0)
        {
            Panels(m, m, n, k, a, aRow, aColumn, b, bRow, 1, c, cRow, e, eRow, accumulate);
        }
        else if (plan.CopyCount * sizeof(T) <= StackBytes)
        {
            byte* buffer = stackalloc byte[StackBytes + Alignment];
            Loops(m, n, k, plan, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, eRow, accumulate, Align(buffer));
        }
        else
        {
            T[] array = ArrayPool<T>.Shared.Rent((int)plan.CopyCount + (Alignment / sizeof(T)));
            fixed (T* buffer = array)
            {
                Loops(m, n, k, plan, a, aRow, aColumn, b, bRow, bColumn, c, cRow, e, eRow, accumulate, Align(buffer));
            }

            ArrayPool<T>.Shared.Return(array);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loops(
        nint m, nint n, nint k, in Plan plan, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, T* e, nint eRow,
        bool accumulate, T* buffer)
    {
        T* aCopy = buffer + plan.BCount;
        for (nint j = 0; j < n; j += plan.ColumnBlock)
        {
            nint columns = Math.Min(plan.ColumnBlock, n - j);
            for (nint p = 0; p < k; p += plan.DepthBlock)
            {
                nint depth = Math.Min(plan.DepthBlock, k - p), bAtColumn = 1;
                T* bAt = b + (p * bRow) + (j * bColumn);
                if (plan.CopiesB)
                {
                    CopyPanels(m, depth, columns, bAt, bRow, bColumn, buffer);
                    bAt = buffer;
                    bAtColumn = depth;
                }

                for (nint i = 0; i < m; i += plan.RowBlock)
                {
                    // Of one strip each column is copied on its own, of rows that are many or lie ready each row.
                    bool isInStrips = plan.CopiesA && !HasHighBlocks && aColumn != 1;
                    nint rows = Math.Min(plan.RowBlock, m - i), strip = isInStrips ? Plan.Part(rows, TRegister.MaxRows) : rows, aAtRow = aRow, aAtColumn = aColumn;
                    T* aAt = a + (i * aRow) + (p * aColumn);
                    if (isInStrips)
                    {
                        MatrixCopy.CopyStrips(rows, strip, depth, aAt, aRow, aColumn, aCopy);
                        aAt = aCopy;
                        aAtRow = 1;
                    }
                    else if (plan.CopiesA)
                    {
                        MatrixCopy.Copy(rows, depth, aAt, aRow, aColumn, aCopy, depth);
                        aAt = aCopy;
                        aAtRow = depth;
                        aAtColumn = 1;
                    }

                    for (nint s = 0; s < rows; s += strip)
                    {
                        nint height = Math.Min(strip, rows - s), at = i + s;
                        Panels(
                            m, height, columns, depth, aAt, aAtRow, isInStrips ? height : aAtColumn, bAt, bRow, bAtColumn, c + (at * cRow) + j, cRow,
                            e == null ? null : e + (at * eRow) + j, eRow, accumulate || p > 0);
                        aAt += height * depth;
                    }
                }
            }
        }
    }

    private static T* Align(void* address) => (T*)(((nint)address + Alignment - 1) & ~(nint)(Alignment - 1));

    /// <summary>
    /// Copies a block of b into panels, one behind the other, each in row-major order; of the last one the unused columns are left as they are.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyPanels(nint m, nint k, nint n, T* b, nint bRow, nint bColumn, T* copy)
    {
        nint group = bColumn == 1 ? RowsCopiedAtOnce : k;
        for (nint p = 0; p < k; p += group)
        {
            nint depth = Math.Min(group, k - p);
            for (nint j = 0, panel; j < n; j += panel)
            {
                panel = Width(m, n - j) * TRegister.Width;
                MatrixCopy.Copy(depth, Math.Min(panel, n - j), b + (p * bRow) + (j * bColumn), bRow, bColumn, copy + (j * k) + (p * panel), panel);
            }
        }
    }

    /// <summary>
    /// All panels against all strips of some of <paramref name="allRows"/> rows. Where b lies in place, <paramref name="bColumn"/> is 1; where
    /// it was copied into panels, it is what each column takes there, k.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panels(
        nint allRows, nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, T* e, nint eRow,
        bool accumulate)
    {
        while (n > 0)
        {
            // Heights differ by at most one: no strip is left with a few rows.
            int width = Width(allRows, n), maxRows = width == 1 ? MaxRowsOfOneRegister : width == 2 ? TRegister.MaxRows : MaxRowsOfThreeRegisters;
            nint panel = width * TRegister.Width, strips = (m + maxRows - 1) / maxRows;
            (nint height, nint taller) = Math.DivRem(m, strips);
            nint step = bColumn == 1 ? bRow : panel;
            int edge = (int)Math.Min(TRegister.Width, n - (panel - TRegister.Width));
            T* aAt = a, cAt = c, eAt = e;
            for (nint s = 0; s < strips; s++)
            {
                int rows = (int)(s < taller ? height + 1 : height);
                if (Sse.IsSupported && k >= PrefetchDepth) Prefetch(rows, Math.Min(panel, n), cAt, cRow);
                if (e != null)
                {
                    if (panel <= n) MatrixChains.AddTile<TRegister, V, T, FullEdge>(rows, width, k, aAt, aRow, aColumn, b, step, cAt, cRow, eAt, eRow, edge);
                    else MatrixChains.AddTile<TRegister, V, T, PartialEdge>(rows, width, k, aAt, aRow, aColumn, b, step, cAt, cRow, eAt, eRow, edge);
                    eAt += rows * eRow;
                }
                else if (panel <= n)
                {
                    MatrixTiles<TRegister, V, T, FullEdge>.Run(rows, width, k, aAt, aRow, aColumn, b, step, cAt, cRow, edge, accumulate);
                }
                else
                {
                    MatrixTiles<TRegister, V, T, PartialEdge>.Run(rows, width, k, aAt, aRow, aColumn, b, step, cAt, cRow, edge, accumulate);
                }

                aAt += rows * aRow;
                cAt += rows * cRow;
            }

            b += panel * bColumn;
            c += panel;
            if (e != null) e += panel;
            n -= panel;
        }
    }

    /// <summary>The width of the next panel, in registers, for products of m rows of which n columns are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Width(nint m, nint n)
    {
        nint registers = (n + TRegister.Width - 1) / TRegister.Width;
        if (m <= 2)
        {
            if (m == 1 && registers >= 8) return 8;
            if (registers >= 4) return 4;
        }
        else if ((registers == 3 || registers > 4) && (m <= 4 || (TRegister.MaxRows < 2 * MaxRowsOfThreeRegisters && m >= 7)))
        {
            return 3;
        }

        return registers >= 2 ? 2 : 1;
    }

    /// <summary>Fetches the tile's part of c while its sums are computed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(int rows, nint columns, T* c, nint cRow)
    {
        for (int i = 0; i < rows; i++)
        {
            Sse.Prefetch0(c);
            Sse.Prefetch0(c + columns - 1);
            c += cRow;
        }
    }

    private static void Clear(nint m, nint n, T* c, nint cRow)
    {
        for (nint i = 0; i < m; i++) new Span<T>(c + (i * cRow), (int)n).Clear();
    }

    /// <summary>How a product is cut, and what of it is copied.</summary>
    private readonly struct Plan
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Plan(nint m, nint n, nint k, nint aRow, nint aColumn, nint bColumn, bool isInChains)
        {
            RowBlock = m;
            ColumnBlock = n;
            DepthBlock = k;
            nint panel = Width(m, n) * TRegister.Width;
            CopiesB = bColumn != 1 || (m > 4 * TRegister.MaxRows && k * n * sizeof(T) > PanelBytes);
            CopiesA = aColumn == 1
                ? n > 16 * panel && Math.Abs(aRow) * sizeof(T) >= FarRowBytes
                : k >= 32 && n > 4 * panel && Math.Abs(aColumn) * k * sizeof(T) > FarBytes;
            if (!CopiesA && !CopiesB) return;

            bool isOneStrip = m <= TRegister.MaxRows;
            nint limit = DepthBytes / sizeof(T);
            if (CopiesB && isOneStrip) limit = Math.Min(limit, PanelBytes / (panel * sizeof(T)));
            DepthBlock = Part(k, limit);
            nint chain = MatrixChains.Length<T>();
            if (isInChains) DepthBlock = (DepthBlock + chain - 1) / chain * chain;
            RowBlock = Part(m, CopiesA && aColumn != 1 && !HasHighBlocks ? CopiedRows : TRegister.MaxBlockRows);
            if (HasHighBlocks) RowBlock = (RowBlock + RowStep - 1) / RowStep * RowStep;
            if (CopiesB)
            {
                ColumnBlock = isOneStrip ? panel : (HasHighBlocks ? 3 << 20 : 1 << 20) / (DepthBlock * sizeof(T)) / panel * panel;
                BCount = DepthBlock * ((Math.Min(ColumnBlock, n) + TRegister.Width - 1) / TRegister.Width * TRegister.Width);
            }

            CopyCount = BCount + (CopiesA ? DepthBlock * Math.Min(RowBlock, m) : 0);
        }

        /// <summary>The length of parts as alike as can be, none of them longer than the limit.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static nint Part(nint length, nint limit)
        {
            nint parts = (length + limit - 1) / limit;
            return (length + parts - 1) / parts;
        }

        /// <summary>Whether blocks of a are copied.</summary>
        public bool CopiesA { get; }

        /// <summary>Whether blocks of b are copied into panels.</summary>
        public bool CopiesB { get; }

        /// <summary>The rows of a block.</summary>
        public nint RowBlock { get; }

        /// <summary>The columns of a block.</summary>
        public nint ColumnBlock { get; }

        /// <summary>The length of k in a block.</summary>
        public nint DepthBlock { get; }

        /// <summary>The elements of a copied block of b.</summary>
        public nint BCount { get; }

        /// <summary>The elements of all copies.</summary>
        public nint CopyCount { get; }
    }
}
