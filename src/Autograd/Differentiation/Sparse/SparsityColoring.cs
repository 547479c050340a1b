namespace Autograd;

/// <summary>How a sparse derivative is taken: which rows or columns are found in the same pass.</summary>
public enum SparsityCompression
{
    /// <summary>Rows of a Jacobian that share no column: one reverse walk for each group of them.</summary>
    Rows,

    /// <summary>Columns of a Jacobian that share no row: one forward product for each group of them.</summary>
    Columns,

    /// <summary>Columns of a Hessian, grouped so that each entry or its mirror image stands alone in a product (a star coloring).</summary>
    Star,

    /// <summary>Columns of a Hessian in fewer groups, whose products are solved for the entries (an acyclic coloring): differences of sums, rounded.</summary>
    Acyclic,
}

/// <summary>
/// Groups of rows or columns of a pattern whose derivatives are taken together: a coloring of its graph. It is immutable, and depends on the pattern
/// alone, so that it serves for all points.
/// </summary>
/// <remarks>
/// Rows and columns: greedy partial distance-2 coloring; Hessians: greedy star and acyclic coloring; in natural, largest-first, smallest-last and
/// incidence order, of which the best is taken; small patterns are then colored anew, group after group, some 60 times.
/// A. Gebremedhin, F. Manne, A. Pothen, "What color is your Jacobian? Graph coloring for computing derivatives", SIAM Review 47 (2005);
/// A. Gebremedhin, A. Tarafdar, F. Manne, A. Pothen, "New acyclic and star coloring algorithms with application to computing Hessians", SIAM Journal on
/// Scientific Computing 29 (2007); J. Culberson, "Iterated greedy graph coloring and the difficulty landscape" (1992).
/// </remarks>
public sealed class SparsityColoring
{
    private readonly int[] _groups;

    private SparsityColoring(SparsityPattern pattern, SparsityCompression compression, int[] groups)
    {
        Pattern = pattern;
        Compression = compression;
        _groups = groups;
        foreach (int group in groups) PassCount = Math.Max(PassCount, group + 1);
        Recovery = new SparseRecovery(pattern, compression, groups, PassCount);
    }

    /// <summary>The pattern that is colored.</summary>
    public SparsityPattern Pattern { get; }

    /// <summary>What is grouped, and how entries are found.</summary>
    public SparsityCompression Compression { get; }

    /// <summary>For each row, or column, the number of its group, from 0; −1 where it has no entry.</summary>
    public ReadOnlySpan<int> Groups => _groups;

    /// <summary>The number of groups: how many products with the derivative have to be taken.</summary>
    public int PassCount { get; }

    /// <summary>Where entries stand in the products.</summary>
    internal SparseRecovery Recovery { get; }

    /// <summary>Groups of rows or of columns of a Jacobian, whichever are fewer; of rows, where they are as many.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <returns>The coloring.</returns>
    public static SparsityColoring OfJacobian(SparsityPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        SparsityPattern transposed = pattern.Transpose();

        // No group has two rows that share a column, so that there are as many groups as the fullest column has entries, at least.
        int leastOfRows = transposed.LongestRow, leastOfColumns = pattern.LongestRow;
        if (leastOfRows <= leastOfColumns)
        {
            int[] rows = DistanceTwoColoring.Find(pattern, transposed);
            if (Count(rows) <= leastOfColumns) return new SparsityColoring(pattern, SparsityCompression.Rows, rows);
            int[] others = DistanceTwoColoring.Find(transposed, pattern);
            return Count(others) < Count(rows)
                ? new SparsityColoring(pattern, SparsityCompression.Columns, others)
                : new SparsityColoring(pattern, SparsityCompression.Rows, rows);
        }

        int[] columns = DistanceTwoColoring.Find(transposed, pattern);
        if (Count(columns) < leastOfRows) return new SparsityColoring(pattern, SparsityCompression.Columns, columns);
        int[] byRows = DistanceTwoColoring.Find(pattern, transposed);
        return Count(columns) < Count(byRows)
            ? new SparsityColoring(pattern, SparsityCompression.Columns, columns)
            : new SparsityColoring(pattern, SparsityCompression.Rows, byRows);
    }

    /// <summary>Groups of rows of a Jacobian.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <returns>The coloring.</returns>
    public static SparsityColoring OfRows(SparsityPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new SparsityColoring(pattern, SparsityCompression.Rows, DistanceTwoColoring.Find(pattern, pattern.Transpose()));
    }

    /// <summary>Groups of columns of a Jacobian.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <returns>The coloring.</returns>
    public static SparsityColoring OfColumns(SparsityPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new SparsityColoring(pattern, SparsityCompression.Columns, DistanceTwoColoring.Find(pattern.Transpose(), pattern));
    }

    /// <summary>Groups of columns of a Hessian, each of whose entries stands alone in one of the products: the numbers are those of the full Hessian.</summary>
    /// <param name="pattern">A pattern that is equal to its transpose.</param>
    /// <returns>The coloring.</returns>
    /// <exception cref="ArgumentException">The pattern is not symmetric.</exception>
    public static SparsityColoring OfHessian(SparsityPattern pattern) =>
        new(Symmetric("OfHessian", pattern), SparsityCompression.Star, SymmetricColoring.Find(pattern, isAcyclic: false));

    /// <summary>Groups of columns of a Hessian, fewer than those of <see cref="OfHessian"/>, from whose products entries follow by subtraction.</summary>
    /// <param name="pattern">A pattern that is equal to its transpose.</param>
    /// <returns>The coloring.</returns>
    /// <exception cref="ArgumentException">The pattern is not symmetric.</exception>
    public static SparsityColoring OfHessianBySubstitution(SparsityPattern pattern) =>
        new(Symmetric("OfHessianBySubstitution", pattern), SparsityCompression.Acyclic, SymmetricColoring.Find(pattern, isAcyclic: true));

    /// <summary>What is grouped, and in how many passes.</summary>
    /// <returns>One line: <c>rows in 3 passes; 1000 × 1000, 2998 entries (0.3 %)</c>.</returns>
    public override string ToString() => $"{TextOf(Compression)} in {PassCount} passes; {Pattern}";

    /// <summary>The coloring, once it is certain that it is one for a Hessian, or for a Jacobian.</summary>
    internal SparsityColoring For(string operation, bool isHessian)
    {
        if (isHessian == (Compression is SparsityCompression.Star or SparsityCompression.Acyclic)) return this;
        throw SparsityErrors.ColoringOfOther(operation, TextOf(Compression), isHessian ? "SparsityColoring.OfHessian" : "SparsityColoring.OfJacobian");
    }

    private static string TextOf(SparsityCompression compression) => compression switch
    {
        SparsityCompression.Rows => "rows",
        SparsityCompression.Columns => "columns",
        SparsityCompression.Star => "columns of a Hessian",
        _ => "columns of a Hessian by substitution",
    };

    private static int Count(int[] groups) => groups.Length == 0 ? 0 : groups.Max() + 1;

    private static SparsityPattern Symmetric(string operation, SparsityPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.RowCount != pattern.ColumnCount) throw SparsityErrors.NotSquare(operation, pattern.RowCount, pattern.ColumnCount);
        if (ReferenceEquals(pattern.Symmetrized(), pattern)) return pattern;
        for (int row = 0; ; row++)
        {
            foreach (int column in pattern.Row(row))
            {
                if (!pattern.Contains(column, row)) throw SparsityErrors.NotSymmetric(operation, row, column);
            }
        }
    }
}
