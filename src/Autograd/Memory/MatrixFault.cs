namespace Autograd;

/// <summary>Where a factorization cannot go on: a matrix of a batch, and a pivot of it.</summary>
/// <param name="Matrix">The matrix, counted in row-major order of the batch.</param>
/// <param name="Pivot">The row and column of the pivot; −1 where there is no fault.</param>
internal readonly record struct MatrixFault(int Matrix, int Pivot)
{
    /// <summary>All went well.</summary>
    public static MatrixFault None { get; } = new(0, -1);

    public bool IsNone => Pivot < 0;
}
