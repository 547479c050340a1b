using System.Globalization;
using System.Numerics;

namespace Autograd;

/// <summary>A matrix at several samples of the values it depends on, and which entries can differ from zero at all.</summary>
internal sealed class SampledMatrix<T>(int rows, int columns, IReadOnlyList<T[]> samples, bool[] nonzero)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Equal entries may have been computed along different ways.</summary>
    private static readonly T Tolerance = T.CreateChecked(1000) * (T.BitIncrement(T.One) - T.One);

    public int Rows => rows;

    public int Columns => columns;

    public IReadOnlyList<T[]> Samples => samples;

    public bool CanDiffer(int row, int column) => nonzero[(row * columns) + column];

    /// <summary>Whether an entry has a value, or two matrices share one, at every sample.</summary>
    public bool IsAlways(int row, int column, T value) => samples.All(sample => sample[(row * columns) + column] == value);

    public bool AlwaysEqual(int row, int column, int otherRow, int otherColumn)
    {
        if (CanDiffer(row, column) != CanDiffer(otherRow, otherColumn)) return false;
        foreach (T[] sample in samples)
        {
            if (!Near(sample[(row * columns) + column], sample[(otherRow * columns) + otherColumn])) return false;
        }

        return true;
    }

    /// <summary>Whether all entries that can differ from zero satisfy a condition.</summary>
    public bool All(Func<int, int, bool> condition)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                if (CanDiffer(row, column) && !condition(row, column)) return false;
            }
        }

        return true;
    }

    /// <summary>The matrix of some of the entries.</summary>
    public SampledMatrix<T> Part(int partRows, int partColumns, Func<int, int, (int Row, int Column)> from)
    {
        T[] Take(Func<int, T> entry) => [.. Places().Select(entry)];
        IEnumerable<int> Places() =>
            from row in Enumerable.Range(0, partRows)
            from column in Enumerable.Range(0, partColumns)
            let place = @from(row, column)
            select (place.Row * columns) + place.Column;
        return new(partRows, partColumns, [.. samples.Select(sample => Take(place => sample[place]))], [.. Places().Select(place => nonzero[place])]);
    }

    public static bool Near(T a, T b) => a == b || T.Abs(a - b) <= Tolerance * T.Max(T.Abs(a), T.Abs(b));
}

/// <summary>Recognises the structure of a matrix that was sampled.</summary>
/// <param name="nameOf">The name of the node whose value a matrix is at every sample, or null.</param>
internal sealed class JacobianRecognition<T>(Func<SampledMatrix<T>, string?> nameOf)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public JacobianStructure Recognise(SampledMatrix<T> matrix)
    {
        (int m, int n) = (matrix.Rows, matrix.Columns);
        if (matrix.All((_, _) => false)) return new(JacobianKind.Zero, "0", 1, m, n);
        bool isDiagonal = m == n && matrix.All((row, column) => row == column);
        if (isDiagonal && Enumerable.Range(0, n).All(i => matrix.IsAlways(i, i, T.One))) return new(JacobianKind.Identity, n == 1 ? "1" : Identity(n), n, 1, 1);
        if (isDiagonal && n > 1) return new(JacobianKind.Diagonal, Diagonal(matrix), n, 1, 1);
        return RepeatedBlock(matrix) ?? ScaledIdentities(matrix) ?? Selection(matrix) ?? BlockDiagonal(matrix) ?? DiagonalBlocks(matrix) ?? Plain(matrix);
    }

    private string Diagonal(SampledMatrix<T> matrix)
    {
        int n = matrix.Rows;
        SampledMatrix<T> entries = matrix.Part(n, 1, (row, _) => (row, row));
        bool isMultiple = Enumerable.Range(1, n - 1).All(i => matrix.AlwaysEqual(0, 0, i, i));
        if (isMultiple && matrix.Samples.All(sample => sample[0] == matrix.Samples[0][0]))
        {
            string factor = JacobianText.Number(double.CreateSaturating(matrix.Samples[0][0]));
            return factor == "-1" ? $"-{Identity(n)}" : $"{factor} {Identity(n)}";
        }

        if (isMultiple) return $"c {Identity(n)}";
        return nameOf(entries) is { } name ? $"diag({name})" : string.Create(CultureInfo.InvariantCulture, $"diag(d₁ … d{Subscript(n)})");
    }

    private JacobianStructure? RepeatedBlock(SampledMatrix<T> matrix)
    {
        foreach (int p in CommonDivisors(matrix.Rows, matrix.Columns))
        {
            (int r, int c) = (matrix.Rows / p, matrix.Columns / p);
            if (!matrix.All((row, column) => row / r == column / c)) continue;
            bool repeats = true;
            for (int row = r; row < matrix.Rows && repeats; row++)
            {
                for (int column = 0; column < c && repeats; column++) repeats = matrix.AlwaysEqual(row % r, column, row, (row / r * c) + column);
            }

            if (repeats) return new(JacobianKind.RepeatedBlock, $"{Identity(p)} ⊗ {Factor(matrix.Part(r, c, (row, column) => (row, column)))}", p, r, c);
        }

        return null;
    }

    private JacobianStructure? ScaledIdentities(SampledMatrix<T> matrix)
    {
        foreach (int q in CommonDivisors(matrix.Rows, matrix.Columns))
        {
            if (!matrix.All((row, column) => row % q == column % q)) continue;
            bool repeats = true;
            for (int row = 0; row < matrix.Rows && repeats; row++)
            {
                for (int column = row % q; column < matrix.Columns && repeats; column += q) repeats = matrix.AlwaysEqual(row / q * q, column / q * q, row, column);
            }

            if (!repeats) continue;
            SampledMatrix<T> factor = matrix.Part(matrix.Rows / q, matrix.Columns / q, (row, column) => (row * q, column * q));
            return new(JacobianKind.ScaledIdentities, $"{Factor(factor)} ⊗ {Identity(q)}", factor.Rows * factor.Columns, q, q);
        }

        return null;
    }

    private static JacobianStructure? Selection(SampledMatrix<T> matrix)
    {
        for (int row = 0; row < matrix.Rows; row++)
        {
            int[] columns = [.. Enumerable.Range(0, matrix.Columns).Where(column => matrix.CanDiffer(row, column))];
            if (columns.Length > 1 || columns.Any(column => !matrix.IsAlways(row, column, T.One))) return null;
        }

        if (matrix.Rows == 1) return null;
        bool isPermutation = matrix.Rows == matrix.Columns && Enumerable.Range(0, matrix.Columns).All(column => Enumerable.Range(0, matrix.Rows).Any(row => matrix.CanDiffer(row, column)));
        return new(JacobianKind.Selection, isPermutation ? "a permutation of the identity's rows" : "rows of the identity", matrix.Rows, 1, 1);
    }

    private static JacobianStructure? BlockDiagonal(SampledMatrix<T> matrix)
    {
        foreach (int p in CommonDivisors(matrix.Rows, matrix.Columns))
        {
            (int r, int c) = (matrix.Rows / p, matrix.Columns / p);
            if (matrix.All((row, column) => row / r == column / c)) return new(JacobianKind.BlockDiagonal, $"blockdiag(A₁ … A{Subscript(p)})", p, r, c);
        }

        return null;
    }

    private static JacobianStructure? DiagonalBlocks(SampledMatrix<T> matrix)
    {
        foreach (int q in CommonDivisors(matrix.Rows, matrix.Columns))
        {
            if (!matrix.All((row, column) => row % q == column % q)) continue;
            (int down, int across) = (matrix.Rows / q, matrix.Columns / q);
            return new(JacobianKind.DiagonalBlocks, string.Create(CultureInfo.InvariantCulture, $"{down} × {across} diagonal blocks"), down * across, q, q);
        }

        return null;
    }

    private JacobianStructure Plain(SampledMatrix<T> matrix)
    {
        bool isDense = true;
        for (int row = 0; row < matrix.Rows; row++)
        {
            for (int column = 0; column < matrix.Columns; column++) isDense &= matrix.CanDiffer(row, column);
        }

        return new(isDense ? JacobianKind.Dense : JacobianKind.Sparse, nameOf(matrix) ?? "A", 1, matrix.Rows, matrix.Columns);
    }

    /// <summary>A factor of a Kronecker product: its name, ones, or what structure it has itself.</summary>
    private string Factor(SampledMatrix<T> factor)
    {
        if (nameOf(factor) is { } name) return name;
        bool isOnes = Enumerable.Range(0, factor.Rows).All(row => Enumerable.Range(0, factor.Columns).All(column => factor.IsAlways(row, column, T.One)));
        if (isOnes && factor.Columns == 1) return $"1{Subscript(factor.Rows)}";
        if (isOnes && factor.Rows == 1) return $"1{Subscript(factor.Columns)}ᵀ";
        JacobianStructure inner = Recognise(factor);
        return inner.Kind is JacobianKind.RepeatedBlock or JacobianKind.ScaledIdentities ? $"({inner.Formula})" : inner.Kind is JacobianKind.Identity ? inner.Formula : "A";
    }

    private static IEnumerable<int> CommonDivisors(int a, int b) => Enumerable.Range(2, Math.Max(Math.Min(a, b) - 1, 0)).Where(p => a % p == 0 && b % p == 0).Reverse();

    private static string Identity(int n) => $"I{Subscript(n)}";

    private static string Subscript(int n) => string.Concat(n.ToString(CultureInfo.InvariantCulture).Select(digit => (char)('₀' + (digit - '0'))));
}
