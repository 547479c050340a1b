using Autograd;

namespace Autograd.Tests.Readme;

/// <summary>The listings of docs/sparse.md, compiled; the test runs them and compares what they print.</summary>
internal static class SparseExample
{
    public static void Jacobian(TextWriter Console)
    {
        // <sparse-jacobian>
        // u u' = 0.1 u'' on a line of 1,000 points, by differences: row i needs u[i − 1], u[i] and u[i + 1].
        static Variable<double> Residual(Variable<double> u)
        {
            var padded = u.Pad(0, 1, 1);
            Variable<double> left = padded[..^2], right = padded[2..];
            return u * (right - left) * 0.5 - (right - 2 * u + left) * 0.1;
        }

        double[] u = [.. Enumerable.Range(0, 1000).Select(i => i / 1000.0)];
        SparseMatrix<double> jacobian = Differentiate.SparseJacobian(Residual, u);

        Console.WriteLine(jacobian);
        foreach (var (row, column, value) in jacobian.Coordinates.Take(5)) Console.WriteLine($"({row}, {column})  {value:0.0000}");
        // </sparse-jacobian>
    }

    public static void Reuse(TextWriter Console)
    {
        // <sparse-reuse>
        // A chain of springs: f is a sum over neighbors, so its Hessian is tridiagonal.
        using var energy = new DifferentiableFunction<double>(x => (x[1..] - x[..^1]).Square().Square().Sum() + x.Square().Sum());
        double[] x = [.. Enumerable.Range(0, 1000).Select(i => Math.Sin(i))];

        SparsityPattern pattern = energy.HessianPattern(x);
        SparsityColoring direct = SparsityColoring.OfHessian(pattern), fewer = SparsityColoring.OfHessianBySubstitution(pattern);
        Console.WriteLine(direct);
        Console.WriteLine(fewer);

        double[] values = new double[pattern.EntryCount];           // with pattern.RowStarts and pattern.ColumnIndices: compressed rows
        for (int step = 0; step < 10; step++)
        {
            energy.SparseHessian(x, direct, values);                // another point, the same coloring
            x[0] += 0.1;
        }

        string picture = pattern.ToSvg();
        // </sparse-reuse>
        Console.WriteLine(picture.Length > 1000 && values[0] > 2 ? "" : "wrong");
    }
}
