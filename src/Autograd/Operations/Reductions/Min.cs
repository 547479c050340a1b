using System.Numerics;

namespace Autograd;

/// <summary>
/// The smallest element over dimensions, NaN where there is one, +∞ of nothing. The VJP gives the cotangent to the winner; ties share
/// it evenly.
/// </summary>
/// <param name="Reduced">The dimensions reduced over.</param>
/// <param name="Keep">Whether they stay, with length 1.</param>
internal readonly record struct MinOperation<T>(Dimensions Reduced, bool Keep) : IKernelOperation<MinOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Min";

    /// <inheritdoc/>
    public static Notation NotationOf(MinOperation<T> operation) => Notation.Reduction("min", @"\min", operation.Reduced);

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(MinOperation<T> operation, int count, out MinOperation<T> lifted)
    {
        lifted = operation with { Reduced = operation.Reduced.Shifted };
        return true;
    }

    static IndexSets IKernelOperation<MinOperation<T>, T>.Depend(MinOperation<T> operation, in OperandSets operands) => operands[0].Over(operation.Reduced, operation.Keep);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0].Reduce(Reduced, Keep);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) => Reduction.Min(operands[0], Reduced, destination, operands.Parallel);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) => context.Contribute(0, context.ToWinners(Reduced, Keep));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The smallest of all elements, or the smallest over some dimensions.</summary>
        /// <param name="dimensions">The dimensions, with or without brackets; negative ones count from the end; none stands for all.</param>
        /// <returns>A node without those dimensions.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        /// <example><code>tape.Variable([1.0, 4, 3, 2], [2, 2]).Min(1)   // 1, 2</code></example>
        public Variable<T> Min(params ReadOnlySpan<int> dimensions) => x.Min(dimensions, keep: false);

        /// <summary>The smallest of all elements. Beside the overload of any dimensions, since other languages have no such parameters.</summary>
        /// <returns>A scalar.</returns>
        public Variable<T> Min() => x.Min([], keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).Min(ReadOnlySpan{int}, bool)" path="/*[not(self::param)]"/>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="keep">Whether the dimension stays, with length 1.</param>
        public Variable<T> Min(int dimension, bool keep) => x.Min([dimension], keep);

        /// <summary>The smallest elements over some dimensions.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="keep">Whether the dimensions stay, with length 1.</param>
        /// <returns>A node without those dimensions, or with length 1 there.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        public Variable<T> Min(ReadOnlySpan<int> dimensions, bool keep) =>
            x.Apply(new MinOperation<T>(Dimensions.Of("Min", dimensions, x.Shape), keep));
    }
}
