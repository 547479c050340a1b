namespace Autograd;

/// <summary>The wording of exceptions about sparse derivatives, in the style of <see cref="Errors"/>.</summary>
internal static class SparsityErrors
{
    public static InvalidOperationException TooManyEntries(string operation) =>
        new($"{operation}: the pattern, or what leads to it, has more than {1 << 30} entries. Such a derivative is not sparse: use products with it (Jvp, Vjp, HessianVectorProduct), or take it by parts of x.");

    public static ArgumentException LengthOutOfRange(int rows, int columns) =>
        new($"SparsityPattern: {rows} rows and {columns} columns were given; numbers of rows and columns are 0 or more, and below {Array.MaxLength}.");

    public static InvalidOperationException TooLarge(int rows, int columns) =>
        new($"ToDense: the matrix has {rows} rows and {columns} columns, more elements than an array can have. Use its entries: Values, Coordinates.");

    public static ArgumentException EntryOutOfRange(int row, int column, int rows, int columns) =>
        new($"SparsityPattern: there is an entry in row {row} and column {column}, the pattern has {rows} rows and {columns} columns, each counted from 0.", "entries");

    public static ArgumentException RowStarts(int rows, int count) =>
        new($"SparsityPattern: the row starts have to be {rows + 1L} numbers from 0 to the number of column indices, {count}, none below the one before it.", "rowStarts");

    public static ArgumentException ColumnOrder(int row) =>
        new($"SparsityPattern: the column indices of row {row} have to be in ascending order, none twice.", "columnIndices");

    public static ArgumentException NotSquare(string operation, int rows, int columns) =>
        new($"{operation}: the pattern has {rows} rows and {columns} columns; that of a Hessian has as many of both, and each entry on both sides of the diagonal. For a Jacobian use SparsityColoring.OfJacobian.", "pattern");

    public static ArgumentException NotSymmetric(string operation, int row, int column) =>
        new($"{operation}: the pattern has an entry in row {row} and column {column}, and none in row {column} and column {row}; that of a Hessian has both. For a Jacobian use SparsityColoring.OfJacobian.", "pattern");

    public static ArgumentException PatternShape(string operation, SparsityShape given, SparsityShape expected) =>
        new($"{operation}: the coloring is of a pattern with {given}, the derivative at x has {expected}. Find the pattern anew for a function of other lengths.", "coloring");

    public static ArgumentException ColoringOfOther(string operation, string compression, string instead) =>
        new($"{operation}: the coloring is for {compression}, which does not fit; use {instead}.", "coloring");

    public static ArgumentException ValueCount(int given, int expected) =>
        new($"SparseMatrix: {given} values were given, the pattern has {expected} entries; give one for each, row by row.", "values");

    public static ArgumentOutOfRangeException RowOutOfRange(int row, int rows) =>
        new("row", row, $"SparsityPattern: there is no row {row}; the rows are 0 to {rows - 1}.");
}

/// <summary>The numbers of rows and columns, as messages say them.</summary>
internal readonly record struct SparsityShape(int Rows, int Columns)
{
    public override string ToString() => $"{Rows} rows and {Columns} columns";
}
