using System.Numerics;

namespace Autograd;

/// <summary>Logarithms of normalized exponentials over dimensions: y = x − ln Σ eˣ. The VJP is g − eʸ ⊙ Σ g. With all digits where the softmax itself underflows, and near 1. An element of +∞ gives 0, the others −∞; two give NaN.</summary>
/// <param name="Reduced">The dimensions that are normalized together.</param>
internal readonly record struct LogSoftmaxOperation<T>(Dimensions Reduced) : IKernelOperation<LogSoftmaxOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LogSoftmax";

    /// <inheritdoc/>
    public static Notation NotationOf(LogSoftmaxOperation<T> operation) => Notation.LogarithmOf(Notation.Function("softmax").WithDimensions(operation.Reduced));

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(LogSoftmaxOperation<T> operation, int count, out LogSoftmaxOperation<T> lifted)
    {
        lifted = operation with { Reduced = operation.Reduced.Shifted };
        return true;
    }

    static IndexSets IKernelOperation<LogSoftmaxOperation<T>, T>.Depend(LogSoftmaxOperation<T> operation, in OperandSets operands) =>
        operands[0].OverSeveral(operation.Reduced, keep: true).BroadcastTo(operands.Shape);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        ParallelSoftmax<T>.Run(operands[0], Reduced, logarithm: true, destination, operands.Parallel);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> y = context.Result, cotangent = context.Cotangent;
        bool isConstant = Operations.CountOf<T>(y.Shape, Reduced, correction: 0) == T.One;

        // Of one element it is 0, whatever the element is.
        context.Contribute(0, isConstant ? cotangent.MaskedBy(y.Tape.Constant(T.Zero)) : cotangent.TimesJacobian(SoftmaxJacobian.LogarithmTransposed, y.Exp(), Reduced));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The logarithms of normalized exponentials, x − ln Σ eˣ, computed without overflow.</summary>
        /// <remarks>
        /// Libraries disagree about what a softmax without dimensions is, so it does not compile here: −1 is the last one, <c>[]</c> means all.
        /// </remarks>
        /// <param name="dimension">The dimension whose elements belong together; negative counts from the end.</param>
        /// <param name="others">More dimensions that belong to it.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        /// <example><code>tape.Variable([1.0, 1], [2]).LogSoftmax(0)   // −0.6931, −0.6931</code></example>
        public Variable<T> LogSoftmax(int dimension, params ReadOnlySpan<int> others) =>
            x.Apply(new LogSoftmaxOperation<T>(Dimensions.Of("LogSoftmax", dimension, others, x.Shape)));

        /// <summary>The logarithms of normalized exponentials, x − ln Σ eˣ, computed without overflow.</summary>
        /// <param name="dimensions">The dimensions whose elements belong together; negative ones count from the end; none stands for all.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        public Variable<T> LogSoftmax(ReadOnlySpan<int> dimensions) =>
            x.Apply(new LogSoftmaxOperation<T>(Dimensions.Of("LogSoftmax", dimensions, x.Shape)));
    }
}
