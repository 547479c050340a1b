namespace Autograd;

/// <summary>Copies examples out of tables in row-major order.</summary>
public static class RowCopying
{
    extension<TItem>(ReadOnlySpan<TItem> source)
    {
        /// <summary>Copies chosen rows one behind the other: the examples of a batch.</summary>
        /// <param name="rowLength">The length of a row, at least 1; for labels 1.</param>
        /// <param name="rows">The numbers of the rows, from 0; a row may be named more than once.</param>
        /// <param name="destination">Where they go: as many elements as the rows have, or more, of which the rest stays as it is.</param>
        /// <exception cref="ArgumentException">The lengths do not fit.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A row does not exist; nothing is copied then.</exception>
        public void CopyRows(int rowLength, ReadOnlySpan<int> rows, Span<TItem> destination)
        {
            if (rowLength < 1) throw TrainingErrors.LengthBelow("CopyRows", "row length", rowLength, 1, nameof(rowLength));
            if (source.Length % rowLength != 0) throw TrainingErrors.RowCount(source.Length, rowLength);
            if ((long)rows.Length * rowLength > destination.Length) throw TrainingErrors.RowRoom(destination.Length, rows.Length, rowLength);
            int count = source.Length / rowLength;
            for (int k = 0; k < rows.Length; k++)
            {
                if ((uint)rows[k] >= (uint)count) throw TrainingErrors.RowOutOfRange(rows[k], k, count);
            }

            for (int k = 0; k < rows.Length; k++) source.Slice(rows[k] * rowLength, rowLength).CopyTo(destination[(k * rowLength)..]);
        }
    }
}
