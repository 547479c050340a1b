using System.Numerics;

namespace Autograd;

/// <summary>
/// The lower or the upper triangle of the matrices of a cotangent, with the diagonal or a half of it; the rest is cut off. Linear and its own transpose,
/// so the VJP is the triangle of the cotangent.
/// </summary>
/// <param name="IsUpper">Which triangle.</param>
/// <param name="HalvesDiagonal">Whether only a half of the diagonal is taken, so that the triangle and its transpose add up to a symmetric matrix.</param>
internal readonly record struct CotangentTriangleOperation<T>(bool IsUpper, bool HalvesDiagonal) : IKernelOperation<CotangentTriangleOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "CotangentTriangle";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static Notation NotationOf(CotangentTriangleOperation<T> operation)
    {
        string symbol = (operation.IsUpper ? "triu" : "tril") + (operation.HalvesDiagonal ? "half" : "");
        string meaning = (operation.IsUpper ? "the upper triangle of X" : "the lower triangle of X") + (operation.HalvesDiagonal ? ", with half the diagonal" : "");
        return Notation.Function(symbol).Linear().Explained($"{symbol}(X)", meaning);
    }

    /// <inheritdoc/>
    public static bool TryLift(CotangentTriangleOperation<T> operation, int count, out CotangentTriangleOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => MatrixShapes.Square(Name, "the matrix", operands[0]);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        Triangles.Take(operands[0].Span, operands[0].Shape[^1], IsUpper, HalvesDiagonal, destination);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) => context.Contribute(0, context.Cotangent.Apply(this));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The lower or the upper triangle of a cotangent.</summary>
        internal Variable<T> Triangle(bool isUpper) => x.Apply(new CotangentTriangleOperation<T>(isUpper, HalvesDiagonal: false));

        /// <summary>P + Pᵀ with the lower triangle P of a cotangent and half of its diagonal: the symmetric matrix that has this lower triangle.</summary>
        internal Variable<T> FromLower()
        {
            Variable<T> half = x.Apply(new CotangentTriangleOperation<T>(IsUpper: false, HalvesDiagonal: true));
            return half + half.Transpose();
        }
    }
}
