namespace Autograd;

/// <summary>A Cholesky factor was to be found, and the matrix is not positive definite.</summary>
/// <example><code>
/// try { l = a.Cholesky().ToArray(); }
/// catch (NotPositiveDefiniteException e) { Console.WriteLine($"matrix {e.Matrix} of the batch, pivot {e.Pivot}"); }
/// </code></example>
public sealed class NotPositiveDefiniteException : InvalidOperationException
{
    internal NotPositiveDefiniteException(string message, int matrix, int pivot)
        : base(message) => (Matrix, Pivot) = (matrix, pivot);

    /// <summary>Which matrix of a batch it is, counted in row-major order from 0.</summary>
    public int Matrix { get; }

    /// <summary>The first pivot that is not above 0, counted from 0: the leading square block that ends there is not positive definite.</summary>
    public int Pivot { get; }
}
