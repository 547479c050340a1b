using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Where the largest or smallest element up to each place along one dimension lies: the first of equal ones, and the first NaN before all. Indices have
/// no derivative: cotangents stop here.
/// </summary>
/// <param name="Dimension">The dimension, from the front.</param>
/// <param name="IsSmallest">Whether the smallest is looked for.</param>
internal readonly record struct CumulativeExtremumOperation<T>(int Dimension, bool IsSmallest) : IKernelOperation<CumulativeExtremumOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "CumulativeExtremum";

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static Notation NotationOf(CumulativeExtremumOperation<T> operation)
    {
        string symbol = operation.IsSmallest ? "cumargmin" : "cumargmax";
        return Notation.Function(symbol).WithDimensions(Dimensions.None.Add(operation.Dimension)).ConstantIn(0)
            .Explained($"{symbol}(X)", $"for each element of X where the {(operation.IsSmallest ? "smallest" : "largest")} up to it lies");
    }

    /// <inheritdoc/>
    public static int OperandCount => 1;

    static bool IKernelOperation<CumulativeExtremumOperation<T>, T>.GivesIndices => true;

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Dimensions.FromFront(Name, Dimension, operands[0]);
        return operands[0];
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        Scanning.CumulativeExtremum(operands[0].Span, operands[0].Shape, Dimension, IsSmallest, MemoryMarshal.Cast<T, int>(destination)[..destination.Length]);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The largest elements up to each place along a dimension: y[k] = max(x[0], …, x[k]); NaN from the first NaN on. The cotangent goes to the
        /// element that was taken, the first of equal ones. PyTorch's <c>cummax</c>, JAX's <c>lax.cummax</c>, NumPy's <c>maximum.accumulate</c>.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
        /// <example><code>
        /// var drawdown = (prices.CumulativeMax(0) - prices).Max();
        /// </code></example>
        public Variable<T> CumulativeMax(int dimension) => x.CumulativeExtremum(Dimensions.Normalize("CumulativeMax", dimension, x.Shape), isSmallest: false);

        /// <summary>The largest or smallest elements up to each place.</summary>
        internal Variable<T> CumulativeExtremum(int dimension, bool isSmallest)
        {
            using var attempt = new Attempt<T>(x.Tape);
            var places = new Indices<T>(x.Apply(new CumulativeExtremumOperation<T>(dimension, isSmallest)));
            return attempt.Keep(x.Apply(new GatherAlongOperation<T>(dimension), places));
        }
    }
}
