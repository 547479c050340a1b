using System.Numerics;

namespace Autograd;

/// <summary>
/// Running product along one dimension: y[k] = x[0] · … · x[k]. The VJP is y[k − 1] s[k] with s[k] = g[k] + x[k + 1] s[k + 1], and s[0]
/// for the first: linear time, no division, exact where elements are 0.
/// </summary>
/// <param name="Dimension">The dimension, from the front.</param>
internal readonly record struct CumulativeProductOperation<T>(int Dimension) : IKernelOperation<CumulativeProductOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "CumulativeProduct";

    /// <inheritdoc/>
    public static Notation NotationOf(CumulativeProductOperation<T> operation) =>
        Notation.Function("cumprod").WithDimensions(Dimensions.None.Add(operation.Dimension))
            .Explained("cumprod(x)", "the running product of x: its first element, its first two, …");

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(CumulativeProductOperation<T> operation, int count, out CumulativeProductOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<CumulativeProductOperation<T>, T>.Depend(CumulativeProductOperation<T> operation, in OperandSets operands) => operands[0].Scan(operation.Dimension, reversed: false);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Dimensions.FromFront(Name, Dimension, operands[0]);
        return operands[0];
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) => Scanning.CumulativeProduct(operands[0], Dimension, reversed: false, destination);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> cotangent = context.Cotangent;
        if (context.Result.Shape[Dimension] > 1)
        {
            Variable<T> sums = cotangent.Apply(new LinearRecurrenceOperation<T>(Dimension, Reversed: true), context[0]);
            Variable<T> rest = sums.Slice(Dimension, 1..).ScaledBy(context.Result.Slice(Dimension, ..^1));
            cotangent = cotangent.Tape.Concatenate(Dimension, sums.Slice(Dimension, ..1), rest);
        }

        context.Contribute(0, cotangent);
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The running products along one dimension: x[0], x[0] · x[1], …, multiplied in this order.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
        /// <example><code>tape.Variable([2.0, 3, 4], [3]).CumulativeProduct(0)   // 2, 6, 24</code></example>
        public Variable<T> CumulativeProduct(int dimension) =>
            x.Apply(new CumulativeProductOperation<T>(Dimensions.Normalize("CumulativeProduct", dimension, x.Shape)));
    }
}
