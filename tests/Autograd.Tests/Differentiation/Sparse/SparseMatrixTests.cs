namespace Autograd.Tests.Differentiation.Sparse;

public class SparseMatrixTests
{
    private static readonly SparsityPattern Pattern = SparsityPattern.FromEntries(2, 3, [(0, 2), (1, 0), (1, 1)]);

    [Fact]
    public void It_is_rows_coordinates_and_a_full_matrix()
    {
        var matrix = new SparseMatrix<double>(Pattern, [5, 6, 7]);
        Assert.Equal((2, 3), (matrix.RowCount, matrix.ColumnCount));
        Assert.Equal([(0, 2, 5.0), (1, 0, 6.0), (1, 1, 7.0)], matrix.Coordinates);
        Assert.Equal([0.0, 0, 5, 6, 7, 0], matrix.ToDense().ToArray());
        Assert.Equal((5, 0), (matrix[0, 2], matrix[0, 1]));
        Assert.Equal(Pattern.ToString(), matrix.ToString());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains("2 values were given, the pattern has 3", Assert.Throws<ArgumentException>(() => new SparseMatrix<double>(Pattern, [5, 6])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SparseMatrix<double>(Pattern, [5, 6, 7])[2, 0]);
        var wide = new SparseMatrix<double>(SparsityPattern.FromEntries(3, 1 << 30, []), []);
        Assert.Contains("Coordinates", Assert.Throws<InvalidOperationException>(() => wide.ToDense()).Message, StringComparison.Ordinal);
    }
}
