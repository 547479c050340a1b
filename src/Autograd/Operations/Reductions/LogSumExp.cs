using System.Numerics;

namespace Autograd;

/// <summary>
/// Logarithm of the sum of exponentials over dimensions: y = ln Σ eˣ. The VJP is g times the softmax of x: 0 where all elements are −∞,
/// 1 at +∞.
/// </summary>
/// <param name="Reduced">The dimensions reduced over.</param>
/// <param name="Keep">Whether they stay, with length 1.</param>
internal readonly record struct LogSumExpOperation<T>(Dimensions Reduced, bool Keep) : IKernelOperation<LogSumExpOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LogSumExp";

    /// <inheritdoc/>
    public static Notation NotationOf(LogSumExpOperation<T> operation) => Notation.Reduction("logsumexp", @"\operatorname{logsumexp}", operation.Reduced);

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(LogSumExpOperation<T> operation, int count, out LogSumExpOperation<T> lifted)
    {
        lifted = operation with { Reduced = operation.Reduced.Shifted };
        return true;
    }

    static IndexSets IKernelOperation<LogSumExpOperation<T>, T>.Depend(LogSumExpOperation<T> operation, in OperandSets operands) => operands[0].Over(operation.Reduced, operation.Keep);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0].Reduce(Reduced, Keep);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) => SoftmaxFamily.LogSumExp(operands[0], Reduced, destination, operands.Parallel);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> x = context[0];
        context.Contribute(0, context.Cotangent.Restore(x.Shape, Reduced, Keep).ScaledBy(x.Apply(new SoftmaxOperation<T>(Reduced))));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>ln Σ eˣ over all elements or over some dimensions, computed without overflow; −∞ of nothing.</summary>
        /// <param name="dimensions">The dimensions, with or without brackets; negative ones count from the end; none stands for all.</param>
        /// <returns>A node without those dimensions.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        /// <example><code>tape.Variable([1000.0, 1000], [2]).LogSumExp()   // 1000.6931</code></example>
        public Variable<T> LogSumExp(params ReadOnlySpan<int> dimensions) => x.LogSumExp(dimensions, keep: false);

        /// <summary>The logarithm of the sum of the exponentials of all elements. Beside the overload of any dimensions, since other languages have no such parameters.</summary>
        /// <returns>A scalar.</returns>
        public Variable<T> LogSumExp() => x.LogSumExp([], keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).LogSumExp(ReadOnlySpan{int}, bool)" path="/*[not(self::param)]"/>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="keep">Whether the dimension stays, with length 1.</param>
        public Variable<T> LogSumExp(int dimension, bool keep) => x.LogSumExp([dimension], keep);

        /// <summary>ln Σ eˣ over some dimensions, computed without overflow; −∞ of nothing.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="keep">Whether the dimensions stay, with length 1.</param>
        /// <returns>A node without those dimensions, or with length 1 there.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        public Variable<T> LogSumExp(ReadOnlySpan<int> dimensions, bool keep) =>
            x.Apply(new LogSumExpOperation<T>(Dimensions.Of("LogSumExp", dimensions, x.Shape), keep));
    }
}
