using System.Numerics;

namespace Autograd;

/// <summary>
/// Running sum along one dimension: y[k] = x[0] + … + x[k], or reversed y[k] = x[k] + … + x[n − 1]. The VJP is the running sum of the
/// cotangent in the other direction.
/// </summary>
/// <param name="Dimension">The dimension, from the front.</param>
/// <param name="Reversed">Whether it runs from the last element to the first.</param>
internal readonly record struct CumulativeSumOperation<T>(int Dimension, bool Reversed) : IKernelOperation<CumulativeSumOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "CumulativeSum";

    /// <inheritdoc/>
    public static Notation NotationOf(CumulativeSumOperation<T> operation)
    {
        Notation notation = operation.Reversed
            ? Notation.Function("cumsumrev").Explained("cumsumrev(x)", "the running sum of x from its end: the transpose of cumsum")
            : Notation.Function("cumsum").Explained("cumsum(x)", "the running sum of x: its first element, its first two, …");
        return notation.WithDimensions(Dimensions.None.Add(operation.Dimension)).Linear();
    }

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(CumulativeSumOperation<T> operation, int count, out CumulativeSumOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<CumulativeSumOperation<T>, T>.Depend(CumulativeSumOperation<T> operation, in OperandSets operands) => operands[0].Scan(operation.Dimension, operation.Reversed);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Dimensions.FromFront(Name, Dimension, operands[0]);
        return operands[0];
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) => Scanning.CumulativeSum(operands[0], Dimension, Reversed, destination);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) => context.Contribute(0, context.Cotangent.Apply(this with { Reversed = !Reversed }));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The running sums along one dimension: x[0], x[0] + x[1], …, added in this order.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="reverse">Whether to run from the last element to the first: the first result is then the sum of all.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3], [3]).CumulativeSum(0)   // 1, 3, 6</code></example>
        public Variable<T> CumulativeSum(int dimension, bool reverse = false) =>
            x.Apply(new CumulativeSumOperation<T>(Dimensions.Normalize("CumulativeSum", dimension, x.Shape), reverse));
    }
}
