using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// One matrix product cut into blocks of columns or of rows, never along k: so an element has the same bits as without.
/// </summary>
internal readonly unsafe struct ProductParts<T> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Products of fewer multiply-adds than this stay on one thread: handing over and waiting would cost more than a part of the gain.</summary>
    public const long Threshold = 1 << 19;

    /// <summary>Parts of more multiply-adds than this are cut again, for the sake of threads that are kept from running.</summary>
    private const int PartShift = 22;

    /// <summary>Whole registers and cache lines of columns; what a part of fewer columns would read of a for them is too much.</summary>
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
    private readonly bool _accumulate;
    private readonly bool _cutsColumns;
    private readonly nint _length;

    /// <summary>Decides how the product is cut.</summary>
    public ProductParts(
        int degree, nint m, nint n, nint k, T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T* c, nint cRow, bool accumulate)
    {
        (_m, _n, _k, _aRow, _aColumn, _bRow, _bColumn, _cRow, _accumulate) = (m, n, k, aRow, aColumn, bRow, bColumn, cRow, accumulate);
        _a = a;
        _b = b;
        _c = c;

        // Every part copies what it needs of the other factor, which costs less for a.
        _cutsColumns = n >= Math.Min(m, degree * 4 * ColumnStep);
        nint parts = (nint)Math.Clamp((long)m * n * k >> PartShift, degree, 2 * degree);
        nint whole = _cutsColumns ? n : m, step = _cutsColumns ? ColumnStep : RowStep;
        _length = (((whole + parts - 1) / parts) + step - 1) / step * step;
        Count = (int)((whole + _length - 1) / _length);
    }

    /// <summary>The number of parts.</summary>
    public int Count { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int part)
    {
        nint start = part * _length;
        if (_cutsColumns)
        {
            MatrixProduct.Multiply(
                _m, Math.Min(_length, _n - start), _k, _a, _aRow, _aColumn, _b + (start * _bColumn), _bRow, _bColumn, _c + start, _cRow, _accumulate);
        }
        else
        {
            MatrixProduct.Multiply(
                Math.Min(_length, _m - start), _n, _k, _a + (start * _aRow), _aRow, _aColumn, _b, _bRow, _bColumn, _c + (start * _cRow), _cRow, _accumulate);
        }
    }
}
