using System.Globalization;

namespace Autograd;

/// <summary>
/// Where a matrix may have entries other than 0, row by row: that of a Jacobian or Hessian, as <c>Differentiate.JacobianPattern</c> finds it, or one
/// that is known otherwise. It is immutable. Of tensors, rows and columns count elements in row-major order.
/// </summary>
public sealed partial class SparsityPattern
{
    private readonly int[] _rowStarts;
    private readonly int[] _columnIndices;

    /// <summary>A pattern as compressed rows.</summary>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="columnCount">The number of columns.</param>
    /// <param name="rowStarts">For each row where its columns begin, and behind them where those of the last row end.</param>
    /// <param name="columnIndices">The columns that have an entry, ascending in each row.</param>
    /// <exception cref="ArgumentException">The parts do not fit together, or a column is out of range or out of order.</exception>
    public SparsityPattern(int rowCount, int columnCount, ReadOnlySpan<int> rowStarts, ReadOnlySpan<int> columnIndices)
        : this(rowCount, columnCount, rowStarts.ToArray(), columnIndices.ToArray())
    {
        if (!IsLength(rowCount) || !IsLength(columnCount)) throw SparsityErrors.LengthOutOfRange(rowCount, columnCount);
        bool fits = rowStarts.Length == rowCount + 1L && rowStarts[0] == 0 && rowStarts[^1] == columnIndices.Length;
        for (int row = 0; fits && row < rowCount; row++) fits = rowStarts[row] <= rowStarts[row + 1];
        if (!fits) throw SparsityErrors.RowStarts(rowCount, columnIndices.Length);
        for (int row = 0; row < rowCount; row++)
        {
            int before = -1;
            foreach (int column in Row(row))
            {
                if ((uint)column >= (uint)columnCount) throw SparsityErrors.EntryOutOfRange(row, column, rowCount, columnCount);
                if (column <= before) throw SparsityErrors.ColumnOrder(row);
                before = column;
            }
        }
    }

    private SparsityPattern(int rowCount, int columnCount, int[] rowStarts, int[] columnIndices)
    {
        RowCount = rowCount;
        ColumnCount = columnCount;
        _rowStarts = rowStarts;
        _columnIndices = columnIndices;
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The number of columns.</summary>
    public int ColumnCount { get; }

    /// <summary>The number of entries.</summary>
    public int EntryCount => _columnIndices.Length;

    /// <summary>For each row where its columns begin among all, and behind them their number: what is called <c>indptr</c> elsewhere.</summary>
    public ReadOnlySpan<int> RowStarts => _rowStarts;

    /// <summary>The columns of all entries, row by row and ascending in each: what is called <c>indices</c> elsewhere.</summary>
    public ReadOnlySpan<int> ColumnIndices => _columnIndices;

    /// <summary>The columns that have an entry in a row, ascending.</summary>
    /// <param name="row">From 0.</param>
    /// <returns>The columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<int> Row(int row) => (uint)row < (uint)RowCount
        ? _columnIndices.AsSpan(_rowStarts[row], _rowStarts[row + 1] - _rowStarts[row])
        : throw SparsityErrors.RowOutOfRange(row, RowCount);

    /// <summary>Whether there is an entry.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="column">From 0.</param>
    /// <returns>False where the matrix is 0 for certain.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public bool Contains(int row, int column) => Row(row).BinarySearch(column) >= 0;

    /// <summary>A pattern from its entries in any order; one that is named twice is one.</summary>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="columnCount">The number of columns.</param>
    /// <param name="entries">Row and column of each entry.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="ArgumentException">An entry is out of range, or a number is negative.</exception>
    public static SparsityPattern FromEntries(int rowCount, int columnCount, IEnumerable<(int Row, int Column)> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (!IsLength(rowCount) || !IsLength(columnCount)) throw SparsityErrors.LengthOutOfRange(rowCount, columnCount);
        var sorted = new List<(int Row, int Column)>();
        foreach (var (row, column) in entries)
        {
            if ((uint)row >= (uint)rowCount || (uint)column >= (uint)columnCount) throw SparsityErrors.EntryOutOfRange(row, column, rowCount, columnCount);
            sorted.Add((row, column));
        }

        sorted.Sort();
        var starts = new int[rowCount + 1];
        var columns = new List<int>(sorted.Count);
        for (int k = 0; k < sorted.Count; k++)
        {
            if (k > 0 && sorted[k] == sorted[k - 1]) continue;
            columns.Add(sorted[k].Column);
            starts[sorted[k].Row + 1]++;
        }

        for (int row = 0; row < rowCount; row++) starts[row + 1] += starts[row];
        return new SparsityPattern(rowCount, columnCount, starts, columns.ToArray());
    }

    /// <summary>The pattern of the transposed matrix.</summary>
    /// <returns>The pattern.</returns>
    public SparsityPattern Transpose() => Transpose(out _);

    /// <summary>The size, and how many entries: <c>1000 × 1000, 2998 entries (0.3 %)</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        double share = EntryCount == 0 ? 0 : 100.0 * EntryCount / ((double)RowCount * ColumnCount);
        return string.Create(CultureInfo.InvariantCulture, $"{RowCount} × {ColumnCount}, {EntryCount} entries ({share:0.####} %)");
    }

    /// <summary>The pattern that sets of indices are: a row for each element.</summary>
    internal static SparsityPattern Of(IndexSets sets, int columnCount)
    {
        int rows = sets.Shape.ElementCount;
        var starts = new int[rows + 1];
        long total = 0;
        for (int row = 0; row < rows; row++)
        {
            total += sets[row].Length;
            if (total > IndexSetPool.MostEntries) throw SparsityErrors.TooManyEntries("SparsityPattern");
            starts[row + 1] = (int)total;
        }

        var columns = new int[total];
        for (int row = 0; row < rows; row++) sets[row].CopyTo(columns.AsSpan(starts[row]));
        return new SparsityPattern(rows, columnCount, starts, columns);
    }

    /// <summary>The transposed pattern, and for each of its entries which one it is here.</summary>
    internal SparsityPattern Transpose(out int[] entries)
    {
        var starts = new int[ColumnCount + 1];
        foreach (int column in _columnIndices) starts[column + 1]++;
        for (int column = 0; column < ColumnCount; column++) starts[column + 1] += starts[column];
        int[] next = [.. starts], rows = new int[EntryCount];
        entries = new int[EntryCount];
        for (int row = 0; row < RowCount; row++)
        {
            for (int k = _rowStarts[row]; k < _rowStarts[row + 1]; k++)
            {
                int place = next[_columnIndices[k]]++;
                rows[place] = row;
                entries[place] = k;
            }
        }

        return new SparsityPattern(ColumnCount, RowCount, starts, rows);
    }

    /// <summary>This pattern and its transpose together.</summary>
    internal SparsityPattern Symmetrized()
    {
        SparsityPattern transposed = Transpose();
        if (transposed._columnIndices.AsSpan().SequenceEqual(_columnIndices) && transposed._rowStarts.AsSpan().SequenceEqual(_rowStarts)) return this;
        var starts = new int[RowCount + 1];
        var columns = new List<int>(2 * EntryCount);
        for (int row = 0; row < RowCount; row++)
        {
            ReadOnlySpan<int> left = Row(row), right = transposed.Row(row);
            int i = 0, j = 0;
            while (i < left.Length || j < right.Length)
            {
                int x = i < left.Length ? left[i] : int.MaxValue, y = j < right.Length ? right[j] : int.MaxValue;
                columns.Add(Math.Min(x, y));
                i += x <= y ? 1 : 0;
                j += y <= x ? 1 : 0;
            }

            starts[row + 1] = columns.Count;
        }

        return new SparsityPattern(RowCount, ColumnCount, starts, columns.ToArray());
    }

    private static bool IsLength(int count) => count >= 0 && count < Array.MaxLength;

    /// <summary>The most entries that a row has.</summary>
    internal int LongestRow
    {
        get
        {
            int longest = 0;
            for (int row = 0; row < RowCount; row++) longest = Math.Max(longest, _rowStarts[row + 1] - _rowStarts[row]);
            return longest;
        }
    }
}
