using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd;

/// <summary>
/// The loops around the tiles, for one register width. Every element of the product is one chain of fused multiply-adds in
/// increasing k, whatever the path: blocks of k continue the chain through the destination, and k is never split otherwise.
/// So all paths and widths give the same bits.
/// </summary>
/// <remarks>
/// <code>
///   for each block of columns (NC)            c: strip x panel = one tile, kept in registers over all of a block of k
///     for each block of k (KC)                b: packed into panels, or read in place
///       for each strip of rows                a: read in place through any strides, one element at a time (broadcast)
///         for each panel of columns
/// </code>
/// </remarks>
internal static unsafe class MatrixDriver<V, T>
    where V : struct, IRegister<V, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The height of the tallest tile of one register; those of two have <see cref="IRegister{TSelf, T}.MaxRows"/>.</summary>
    private const int MaxRowsOfOneRegister = 12;

    /// <summary>A packed block of b stays in half of a small second-level cache.</summary>
    private const int BlockBytes = 1 << 18;

    /// <summary>A packed panel that is used by one strip only stays in half of the first-level cache.</summary>
    private const int PanelBytes = 1 << 14;

    /// <summary>The bytes of k in one block: a strip of a fits the first-level cache.</summary>
    private const int KBlockBytes = 3 << 9;

    /// <summary>Columns of a that lie farther apart than this in all are copied strip by strip, since they compete for few cache sets.</summary>
    private const int FarBytes = 1 << 14;

    /// <summary>From this many terms on, a tile takes long enough for its part of c to arrive from memory.</summary>
    private const int PrefetchDepth = 64;

    /// <summary>Copies up to this size lie on the stack.</summary>
    private const int StackBytes = 1 << 14;

    private const int Alignment = 64;

    /// <summary>c = a·b, or c += a·b. Strides are in elements; c has unit column stride.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, bool accumulate)
    {
        if (m <= 0 || n <= 0) return;
        if (k <= 0)
        {
            if (!accumulate) Clear(m, n, c, cRow);
            return;
        }

        if (n == 1 && (cRow == 1 || m == 1))
        {
            // A column is the row of the transposed product: its elements share registers.
            Blocks(1, m, k, b, bColumn, bRow, a, aColumn, aRow, c, m, accumulate);
            return;
        }

        bool transposes = V.Width > 1 && k >= 16 && (aRow == 1 && m >= 4 * V.Width
            ? 2 * n <= V.Width || (n > V.Width && 4 * n <= 5 * V.Width)
            : bRow == 1 && bColumn != 1 && n >= 4 * V.Width && m <= 2 * V.Width && 4 * m >= 3 * V.Width * ((m + V.Width - 1) / V.Width));
        if (transposes) Transposed(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, accumulate);
        else Blocks(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, accumulate);
    }

    /// <summary>
    /// Computes cᵀ = bᵀ·aᵀ: worth two transpositions of c where its rows would fill registers badly and the columns of a lie ready for
    /// them, or where b would have to be packed for the sake of a few rows.
    /// </summary>
    private static void Transposed(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, bool accumulate)
    {
        T[] array = ArrayPool<T>.Shared.Rent((int)(m * n));
        fixed (T* transposed = array)
        {
            if (accumulate) MatrixCopy.Copy(n, m, c, 1, cRow, transposed, m);
            Blocks(n, m, k, b, bColumn, bRow, a, aColumn, aRow, transposed, m, accumulate);
            MatrixCopy.Copy(m, n, transposed, 1, m, c, cRow);
        }

        ArrayPool<T>.Shared.Return(array);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blocks(
        nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, bool accumulate)
    {
        if (m == 1 && bRow == 1 && bColumn != 1 && V.Width >= Vector256<T>.Count && TransposedColumns.CanMultiply<T>(n))
        {
            TransposedColumns.Multiply(n, k, a, aColumn, b, bColumn, c, accumulate);
            return;
        }

        var plan = new Plan(m, n, k, aColumn, bColumn);
        if (plan.CopyCount == 0)
        {
            Strips(m, n, k, plan, a, aRow, aColumn, b, bRow, plan.Panel, c, cRow, accumulate, null);
        }
        else if (plan.CopyCount * sizeof(T) <= StackBytes)
        {
            byte* buffer = stackalloc byte[StackBytes + Alignment];
            Loops(m, n, k, plan, a, aRow, aColumn, b, bRow, bColumn, c, cRow, accumulate, Align(buffer));
        }
        else
        {
            T[] array = ArrayPool<T>.Shared.Rent((int)plan.CopyCount + (Alignment / sizeof(T)));
            fixed (T* buffer = array)
            {
                Loops(m, n, k, plan, a, aRow, aColumn, b, bRow, bColumn, c, cRow, accumulate, Align(buffer));
            }

            ArrayPool<T>.Shared.Return(array);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loops(
        nint m, nint n, nint k, in Plan plan, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, bool accumulate,
        T* buffer)
    {
        T* aCopy = plan.CopiesA ? buffer + plan.BCount : null;
        for (nint j = 0; j < n; j += plan.NBlock)
        {
            nint columns = Math.Min(plan.NBlock, n - j);
            for (nint p = 0; p < k; p += plan.KBlock)
            {
                nint depth = Math.Min(plan.KBlock, k - p);
                T* aAt = a + (p * aColumn), bAt = b + (p * bRow) + (j * bColumn);
                bool continues = accumulate || p > 0;
                if (plan.CopiesB)
                {
                    MatrixCopy.CopyPanels(depth, columns, bAt, bRow, bColumn, buffer, plan.Panel);
                    Strips(m, columns, depth, plan, aAt, aRow, aColumn, buffer, plan.Panel, plan.Panel * depth, c + j, cRow, continues, aCopy);
                }
                else
                {
                    Strips(m, columns, depth, plan, aAt, aRow, aColumn, bAt, bRow, plan.Panel, c + j, cRow, continues, aCopy);
                }
            }
        }
    }

    private static T* Align(void* address) => (T*)(((nint)address + Alignment - 1) & ~(nint)(Alignment - 1));

    /// <summary>All strips against all panels; <paramref name="bPanel"/> is the distance from one panel of b to the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strips(
        nint m, nint n, nint k, in Plan plan, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bPanel,
        T* c, nint cRow, bool accumulate, T* aCopy)
    {
        // Heights differ by at most one: no strip is left with a few rows.
        nint strips = plan.Strips, panel = plan.Panel, height = m / strips, taller = m % strips;
        for (nint s = 0; s < strips; s++)
        {
            int rows = (int)(s < taller ? height + 1 : height);
            T* aAt = a, bAt = b;
            nint aAtRow = aRow, aAtColumn = aColumn;
            if (aCopy is not null)
            {
                MatrixCopy.Copy(k, rows, a, aColumn, aRow, aCopy, rows);
                aAt = aCopy;
                aAtRow = 1;
                aAtColumn = rows;
            }

            for (nint j = 0; j < n; j += panel)
            {
                Panel(rows, Math.Min(panel, n - j), k, aAt, aAtRow, aAtColumn, bAt, bRow, c + j, cRow, accumulate);
                bAt += bPanel;
            }

            a += rows * aRow;
            c += rows * cRow;
        }
    }

    /// <summary>One strip against one panel: usually a single tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panel(
        int rows, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, T* c, nint cRow, bool accumulate)
    {
        while (n > 0)
        {
            int width = MatrixTiles<V, T, FullEdge>.Width(rows, (n + V.Width - 1) / V.Width);
            nint columns = width * V.Width;
            if (Sse.IsSupported && k >= PrefetchDepth) Prefetch(rows, Math.Min(columns, n), c, cRow);
            if (columns <= n)
            {
                MatrixTiles<V, T, FullEdge>.Run(rows, width, k, a, aRow, aColumn, b, bRow, c, cRow, V.Width, accumulate);
            }
            else
            {
                int edge = (int)(n - (columns - V.Width));
                MatrixTiles<V, T, PartialEdge>.Run(rows, width, k, a, aRow, aColumn, b, bRow, c, cRow, edge, accumulate);
            }

            b += columns;
            c += columns;
            n -= columns;
        }
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
        public Plan(nint m, nint n, nint k, nint aColumn, nint bColumn)
        {
            int maxRows = n <= V.Width ? MaxRowsOfOneRegister : V.MaxRows;
            Strips = (m + maxRows - 1) / maxRows;
            nint height = (m + Strips - 1) / Strips;
            Panel = MatrixTiles<V, T, FullEdge>.Width((int)height, (n + V.Width - 1) / V.Width) * V.Width;
            CopiesA = k >= 32 && n > 4 * Panel && aColumn != 1 && Math.Abs(aColumn) * k * sizeof(T) > FarBytes;
            CopiesB = bColumn != 1 || (Strips > 4 && k * n * sizeof(T) > PanelBytes);
            KBlock = k;
            NBlock = n;
            if (!CopiesA && !CopiesB) return;

            nint kLimit = KBlockBytes / sizeof(T);
            if (CopiesB && Strips == 1) kLimit = Math.Min(kLimit, PanelBytes / (Panel * sizeof(T)));
            nint blocks = (k + kLimit - 1) / kLimit;
            KBlock = (k + blocks - 1) / blocks;
            if (CopiesB)
            {
                NBlock = Strips == 1 ? Panel : BlockBytes / (KBlock * sizeof(T)) / Panel * Panel;
                BCount = KBlock * ((Math.Min(NBlock, n) + Panel - 1) / Panel * Panel);
            }

            CopyCount = BCount + (CopiesA ? KBlock * height : 0);
        }

        /// <summary>The number of strips of rows.</summary>
        public nint Strips { get; }

        /// <summary>The columns of a panel.</summary>
        public nint Panel { get; }

        /// <summary>Whether strips of a are copied.</summary>
        public bool CopiesA { get; }

        /// <summary>Whether blocks of b are copied into panels.</summary>
        public bool CopiesB { get; }

        /// <summary>The length of k in a block.</summary>
        public nint KBlock { get; }

        /// <summary>The columns of a block.</summary>
        public nint NBlock { get; }

        /// <summary>The elements of a copied block of b.</summary>
        public nint BCount { get; }

        /// <summary>The elements of all copies.</summary>
        public nint CopyCount { get; }
    }
}
