using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// One matrix product cut into blocks of rows and columns, never along k: so an element has the same bits as without.
/// </summary>
internal readonly unsafe struct ProductParts<T> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Products of fewer multiply-adds than this stay on one thread: handing over and waiting would cost more than a part of the gain.</summary>
    public const long Threshold = 1 << 19;

    /// <summary>From this many multiply-adds on, a loop is long.</summary>
    public const long LongWork = 1 << 23;

    /// <summary>
    /// The most parts for each thread, and the fewest multiply-adds of one beyond the first: threads are not equally fast, if only for what
    /// else their processors do, and the last part is waited for.
    /// </summary>
    private const int PartsOfThread = 8;
    private const long PartWork = 1 << 21;

    /// <summary>The fraction of the work that another cut may cost.</summary>
    private const double CutCost = 0.025;

    /// <summary>Whole registers and cache lines of columns.</summary>
    private const int ColumnStep = 16;

    /// <summary>Strips of every height.</summary>
    private const int RowStep = 12;

    private readonly nint _m;
    private readonly nint _n;
    private readonly nint _k;
    private readonly T* _a;
    private readonly nint _aRow;
    private readonly nint _aColumn;
    private readonly T* _b;
    private readonly nint _bRow;
    private readonly nint _bColumn;
    private readonly T* _c;
    private readonly nint _cRow;
    private readonly T* _e;
    private readonly nint _eRow;
    private readonly bool _accumulate;
    private readonly nint _rows;
    private readonly nint _columns;
    private readonly nint _blocksOfColumns;

    /// <summary>Decides how the product is cut; e is null unless it is one of <see cref="MatrixChains"/>.</summary>
    public ProductParts(
        int degree, nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, T* e, nint eRow,
        bool accumulate)
    {
        (_m, _n, _k, _aRow, _aColumn, _bRow, _bColumn, _cRow, _accumulate) = (m, n, k, aRow, aColumn, bRow, bColumn, cRow, accumulate);
        _a = a;
        _b = b;
        _c = c;
        _e = e;
        _eRow = eRow;

        // Each block of columns reads or copies all of a, each block of rows all of b: in multiply-adds an element, as measured.
        double costOfA = aColumn == 1 ? 2.4 : 19, costOfB = bColumn == 1 ? 5.6 : 16;
        nint across = 1, down = 1;
        while (true)
        {
            double acrossCost = costOfA * across / n, downCost = costOfB * down / m;
            nint parts = 2 * across * down;
            bool isWorthIt = Math.Min(acrossCost, downCost) <= CutCost && parts <= PartsOfThread * degree && (long)m * n * k >= parts * PartWork;
            if (parts >= 2 * degree && !isWorthIt) break;
            if (acrossCost <= downCost) across *= 2;
            else down *= 2;
        }

        _columns = Length(n, across, ColumnStep);
        _rows = Length(m, down, RowStep);
        _blocksOfColumns = (n + _columns - 1) / _columns;
        Count = (int)(_blocksOfColumns * ((m + _rows - 1) / _rows));
    }

    /// <summary>The number of parts.</summary>
    public int Count { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int part)
    {
        (nint block, nint blockOfColumns) = Math.DivRem(part, _blocksOfColumns);
        nint i = block * _rows, j = blockOfColumns * _columns;
        nint rows = Math.Min(_rows, _m - i), columns = Math.Min(_columns, _n - j);
        T* a = _a + (i * _aRow), b = _b + (j * _bColumn), c = _c + (i * _cRow) + j;
        if (_e == null) MatrixProduct.Multiply(rows, columns, _k, a, _aRow, _aColumn, b, _bRow, _bColumn, c, _cRow, _accumulate);
        else MatrixProduct.AddChains(rows, columns, _k, a, _aRow, _aColumn, b, _bRow, _bColumn, c, _cRow, _e + (i * _eRow) + j, _eRow);
    }

    private static nint Length(nint whole, nint blocks, nint step) => (((whole + blocks - 1) / blocks) + step - 1) / step * step;
}
