using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd;

/// <summary>
/// A sparse matrix: a pattern and a value for each of its entries, row by row. With <see cref="SparsityPattern.RowStarts"/> and
/// <see cref="SparsityPattern.ColumnIndices"/> they are the compressed rows (CSR) that other libraries take.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class SparseMatrix<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _values;

    /// <summary>A matrix from its values.</summary>
    /// <param name="pattern">Where it has entries.</param>
    /// <param name="values">Their values, row by row.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than entries.</exception>
    public SparseMatrix(SparsityPattern pattern, ReadOnlySpan<T> values)
        : this(pattern, values.ToArray())
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (values.Length != pattern.EntryCount) throw SparsityErrors.ValueCount(values.Length, pattern.EntryCount);
    }

    internal SparseMatrix(SparsityPattern pattern, T[] values)
    {
        Pattern = pattern;
        _values = values;
    }

    /// <summary>Where the matrix has entries.</summary>
    public SparsityPattern Pattern { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => Pattern.RowCount;

    /// <summary>The number of columns.</summary>
    public int ColumnCount => Pattern.ColumnCount;

    /// <summary>The values of all entries, row by row: what is called <c>data</c> elsewhere.</summary>
    public ReadOnlySpan<T> Values => _values;

    /// <summary>The entries one by one, row by row: coordinates (COO).</summary>
    public IEnumerable<(int Row, int Column, T Value)> Coordinates
    {
        get
        {
            for (int row = 0; row < RowCount; row++)
            {
                int start = Pattern.RowStarts[row], end = Pattern.RowStarts[row + 1];
                for (int k = start; k < end; k++) yield return (row, Pattern.ColumnIndices[k], _values[k]);
            }
        }
    }

    /// <summary>One element, 0 where there is no entry.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="column">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public T this[int row, int column]
    {
        get
        {
            int place = Pattern.Row(row).BinarySearch(column);
            return place < 0 ? T.Zero : _values[Pattern.RowStarts[row] + place];
        }
    }

    /// <summary>The matrix in full.</summary>
    /// <returns>A tensor of lengths [rows, columns].</returns>
    /// <exception cref="InvalidOperationException">It has more elements than an array can have.</exception>
    public Tensor<T> ToDense()
    {
        if ((long)RowCount * ColumnCount > Array.MaxLength) throw SparsityErrors.TooLarge(RowCount, ColumnCount);
        var elements = new T[RowCount * ColumnCount];
        for (int row = 0; row < RowCount; row++)
        {
            for (int k = Pattern.RowStarts[row]; k < Pattern.RowStarts[row + 1]; k++) elements[(row * ColumnCount) + Pattern.ColumnIndices[k]] = _values[k];
        }

        return Tensor.Create(elements, [RowCount, ColumnCount]);
    }

    /// <summary>The size, and how many entries.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => Pattern.ToString();
}
