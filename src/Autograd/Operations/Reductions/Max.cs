using System.Numerics;

namespace Autograd;

/// <summary>
/// The largest element over dimensions, NaN where there is one, −∞ of nothing. The VJP gives the cotangent to the winner; ties share
/// it evenly.
/// </summary>
/// <param name="Reduced">The dimensions reduced over.</param>
/// <param name="Keep">Whether they stay, with length 1.</param>
internal readonly record struct MaxOperation<T>(Dimensions Reduced, bool Keep) : IKernelOperation<MaxOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Max";

    /// <inheritdoc/>
    public static Notation NotationOf(MaxOperation<T> operation) => Notation.Reduction("max", @"\max", operation.Reduced);

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(MaxOperation<T> operation, int count, out MaxOperation<T> lifted)
    {
        lifted = operation with { Reduced = operation.Reduced.Shifted };
        return true;
    }

    static IndexSets IKernelOperation<MaxOperation<T>, T>.Depend(MaxOperation<T> operation, in OperandSets operands) => operands[0].Over(operation.Reduced, operation.Keep);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0].Reduce(Reduced, Keep);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) => Reduction.Max(operands[0], Reduced, destination, operands.Parallel);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) => context.Contribute(0, context.ToWinners(Reduced, Keep));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The largest of all elements, or the largest over some dimensions.</summary>
        /// <param name="dimensions">The dimensions, with or without brackets; negative ones count from the end; none stands for all.</param>
        /// <returns>A node without those dimensions.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        /// <example><code>tape.Variable([1.0, 4, 3, 2], [2, 2]).Max(1)   // 4, 3</code></example>
        public Variable<T> Max(params ReadOnlySpan<int> dimensions) => x.Max(dimensions, keep: false);

        /// <summary>The largest of all elements. Beside the overload of any dimensions, since other languages have no such parameters.</summary>
        /// <returns>A scalar.</returns>
        public Variable<T> Max() => x.Max([], keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).Max(ReadOnlySpan{int}, bool)" path="/*[not(self::param)]"/>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="keep">Whether the dimension stays, with length 1.</param>
        public Variable<T> Max(int dimension, bool keep) => x.Max([dimension], keep);

        /// <summary>The largest elements over some dimensions.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="keep">Whether the dimensions stay, with length 1.</param>
        /// <returns>A node without those dimensions, or with length 1 there.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        public Variable<T> Max(ReadOnlySpan<int> dimensions, bool keep) =>
            x.Apply(new MaxOperation<T>(Dimensions.Of("Max", dimensions, x.Shape), keep));
    }
}
