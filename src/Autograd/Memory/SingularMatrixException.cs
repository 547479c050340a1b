namespace Autograd;

/// <summary>A system of equations was to be solved, or a matrix to be inverted, and the matrix is singular.</summary>
/// <example><code>
/// try { x = a.Solve(b).ToArray(); }
/// catch (SingularMatrixException e) { Console.WriteLine($"matrix {e.Matrix} of the batch, pivot {e.Pivot}"); }
/// </code></example>
public sealed class SingularMatrixException : InvalidOperationException
{
    internal SingularMatrixException(string message, int matrix, int pivot)
        : base(message) => (Matrix, Pivot) = (matrix, pivot);

    /// <summary>Which matrix of a batch it is, counted in row-major order from 0.</summary>
    public int Matrix { get; }

    /// <summary>The first pivot that is 0, counted from 0: that column depends on those before it.</summary>
    public int Pivot { get; }
}
