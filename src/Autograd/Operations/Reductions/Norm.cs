using System.Numerics;

namespace Autograd;

/// <summary>
/// Euclidean norm over dimensions: y = √Σ x², with dy/dx = x / y, and 0 at the zero vector, where the second derivative is NaN (that of ‖x‖² alone would be 2 I); ±1 at an infinite element (each
/// of them, if there are several) and 0 beside it. Computed without overflow or underflow. The norm of nothing is 0.
/// </summary>
/// <param name="Reduced">The dimensions reduced over.</param>
/// <param name="Keep">Whether they stay, with length 1.</param>
internal readonly record struct NormOperation<T>(Dimensions Reduced, bool Keep) : IKernelOperation<NormOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Norm";

    /// <inheritdoc/>
    public static Notation NotationOf(NormOperation<T> operation) =>
        Notation.Reduction("norm", @"\operatorname{norm}", operation.Reduced).Explained("norm(x)", "the length of x: √Σ x²");

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(NormOperation<T> operation, int count, out NormOperation<T> lifted)
    {
        lifted = operation with { Reduced = operation.Reduced.Shifted };
        return true;
    }

    static IndexSets IKernelOperation<NormOperation<T>, T>.Depend(NormOperation<T> operation, in OperandSets operands) => operands[0].Over(operation.Reduced, operation.Keep);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0].Reduce(Reduced, Keep);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) => EuclideanNorm.Find(operands[0], Reduced, destination, operands.Parallel);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> x = context[0], norm = context.Result.Restore(x.Shape, Reduced, Keep);
        context.Contribute(0, context.Cotangent.Restore(x.Shape, Reduced, Keep).ScaledBy(x.PartOfNorm(norm)));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The Euclidean norm √Σ x² of all elements, or the norms over some dimensions, computed without overflow or underflow.</summary>
        /// <param name="dimensions">The dimensions, with or without brackets; negative ones count from the end; none stands for all.</param>
        /// <returns>A node without those dimensions; its gradient is 0 at a norm of 0, NaN at an infinite element.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        /// <example><code>tape.Variable([3.0, 4], [2]).Norm()   // 5</code></example>
        public Variable<T> Norm(params ReadOnlySpan<int> dimensions) => x.Norm(dimensions, keep: false);

        /// <summary>The Euclidean norm of all elements. Beside the overload of any dimensions, since other languages have no such parameters.</summary>
        /// <returns>A scalar.</returns>
        public Variable<T> Norm() => x.Norm([], keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).Norm(ReadOnlySpan{int}, bool)" path="/*[not(self::param)]"/>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="keep">Whether the dimension stays, with length 1.</param>
        public Variable<T> Norm(int dimension, bool keep) => x.Norm([dimension], keep);

        /// <summary>The Euclidean norms √Σ x² over some dimensions, computed without overflow or underflow.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="keep">Whether the dimensions stay, with length 1.</param>
        /// <returns>A node without those dimensions, or with length 1 there; its gradient is 0 at a norm of 0, ±1 at each infinite element.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        public Variable<T> Norm(ReadOnlySpan<int> dimensions, bool keep) =>
            x.Apply(new NormOperation<T>(Dimensions.Of("Norm", dimensions, x.Shape), keep));
    }
}
