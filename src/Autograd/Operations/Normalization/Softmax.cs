using System.Numerics;

namespace Autograd;

/// <summary>Normalized exponentials over dimensions: y = eˣ / Σ eˣ. The VJP is y ⊙ (g − Σ g ⊙ y). Where all elements are −∞ (fully masked), y and its cotangent are 0; +∞ takes all.</summary>
/// <param name="Reduced">The dimensions that are normalized together.</param>
internal readonly record struct SoftmaxOperation<T>(Dimensions Reduced) : IKernelOperation<SoftmaxOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Softmax";

    /// <inheritdoc/>
    public static Notation NotationOf(SoftmaxOperation<T> operation) => Notation.Function("softmax").WithDimensions(operation.Reduced);

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(SoftmaxOperation<T> operation, int count, out SoftmaxOperation<T> lifted)
    {
        lifted = operation with { Reduced = operation.Reduced.Shifted };
        return true;
    }

    static IndexSets IKernelOperation<SoftmaxOperation<T>, T>.Depend(SoftmaxOperation<T> operation, in OperandSets operands) =>
        operands[0].OverSeveral(operation.Reduced, keep: true).BroadcastTo(operands.Shape);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        ParallelSoftmax<T>.Run(operands[0], Reduced, logarithm: false, destination, operands.Parallel);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> y = context.Result, cotangent = context.Cotangent;
        bool isConstant = Operations.CountOf<T>(y.Shape, Reduced, correction: 0) == T.One;

        // Of one element it is 1, whatever the element is.
        context.Contribute(0, isConstant ? cotangent.MaskedBy(y.Tape.Constant(T.Zero)) : cotangent.TimesJacobian(SoftmaxJacobian.Softmax, y, Reduced));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Normalized exponentials eˣ / Σ eˣ, computed without overflow.</summary>
        /// <remarks>
        /// Libraries disagree about what a softmax without dimensions is, so it does not compile here: −1 is the last one, <c>[]</c> means all.
        /// </remarks>
        /// <param name="dimension">The dimension whose elements belong together; negative counts from the end.</param>
        /// <param name="others">More dimensions that belong to it.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        /// <example><code>tape.Variable([1.0, 1, 1, 1], [2, 2]).Softmax(1)   // 0.5, 0.5, 0.5, 0.5</code></example>
        public Variable<T> Softmax(int dimension, params ReadOnlySpan<int> others) =>
            x.Apply(new SoftmaxOperation<T>(Dimensions.Of("Softmax", dimension, others, x.Shape)));

        /// <summary>Normalized exponentials eˣ / Σ eˣ, computed without overflow.</summary>
        /// <param name="dimensions">The dimensions whose elements belong together; negative ones count from the end; none stands for all.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        public Variable<T> Softmax(ReadOnlySpan<int> dimensions) =>
            x.Apply(new SoftmaxOperation<T>(Dimensions.Of("Softmax", dimensions, x.Shape)));
    }
}
