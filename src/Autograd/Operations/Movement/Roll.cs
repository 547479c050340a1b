using System.Numerics;

namespace Autograd;

/// <summary>Elements moved along one dimension, those that leave it coming in at the other end: y[(i + shift) mod n] = x[i]. The VJP rolls back.</summary>
/// <param name="Dimension">The dimension, from the front.</param>
/// <param name="Shift">By how many places, from 0 to n − 1.</param>
internal readonly record struct RollOperation<T>(int Dimension, int Shift) : IKernelOperation<RollOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Roll";

    /// <inheritdoc/>
    public static Notation NotationOf(RollOperation<T> operation) =>
        Notation.Function("roll").WithDimensions(Dimensions.None.Add(operation.Dimension)).WithAttributes(Notation.Text(operation.Shift)).Moving()
            .Explained("roll(X, k)", "X moved by k places, what leaves at one end coming in at the other");

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(RollOperation<T> operation, int count, out RollOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<RollOperation<T>, T>.Depend(RollOperation<T> operation, in OperandSets operands)
    {
        int length = operands.Shape[operation.Dimension];
        return operands[0].Along(operation.Dimension, Relation.Taking(length, i => (i - operation.Shift + length) % length));
    }

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Dimensions.FromFront(Name, Dimension, operands[0]);
        return operands[0];
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Strided<T> x = operands[0];
        if (x.Shape.ElementCount == 0) return;
        int first = x.Shape[Dimension] - Shift;
        Copy(in x, 0, first, Shift, destination);
        if (Shift > 0) Copy(in x, first, Shift, 0, destination);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        int length = context[0].Shape[Dimension];
        context.Contribute(0, context.Cotangent.Apply(this with { Shift = Shift == 0 ? 0 : length - Shift }));
    }

    private void Copy(in Strided<T> x, int start, int length, int place, Span<T> destination)
    {
        Strides strides = x.Shape.ContiguousStrides;
        Copying.CopyInto(x.Part(Dimension, start, length), destination, new Layout(x.Shape.With(Dimension, length), strides), place * strides[Dimension]);
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The elements moved along a dimension, those that leave it coming in at the other end: y[…, (i + shift) mod n, …] = x[…, i, …]. The
        /// <c>roll</c> of PyTorch and NumPy.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="shift">By how many places; negative moves towards the front.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
        /// <example><code>
        /// var laplacian = u.Roll(0, 1) + u.Roll(0, -1) - 2 * u;      // on a circle
        /// </code></example>
        public Variable<T> Roll(int dimension, int shift)
        {
            int d = Dimensions.Normalize("Roll", dimension, x.Shape), length = Math.Max(x.Shape[d], 1), rest = shift % length;
            return x.Apply(new RollOperation<T>(d, rest < 0 ? rest + length : rest));
        }
    }
}
