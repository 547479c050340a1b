using System.Numerics;

namespace Autograd;

/// <summary>
/// For each index a row with 1 in its place, else 0: y[…, k] = 1 where k = indices[…]. It depends on indices alone: no derivative.
/// </summary>
/// <param name="Length">The length of the rows.</param>
/// <param name="Ignored">The index that stands for none, and has a row of zeros, if there is one.</param>
internal readonly record struct OneHotOperation<T>(int Length, int? Ignored = null) : IKernelOperation<OneHotOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "OneHot";

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static Notation NotationOf(OneHotOperation<T> operation)
    {
        Notation rows = Notation.Function("onehot").ConstantIn(0);
        string length = Notation.Text(operation.Length);
        return operation.Ignored is { } ignored
            ? rows.WithAttributes(length, Notation.Text(ignored)).Explained("onehot(t, n, i)", "for each index in t a row of n numbers, 1 in its place, else 0; zeros where it is i")
            : rows.WithAttributes(length).Explained("onehot(t, n)", "for each index in t a row of n numbers, 1 in its place, else 0");
    }

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b1;

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0].Insert(operands[0].Rank, Length);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        ReadOnlySpan<int> indices = operands.Indices(0);
        destination.Clear();
        for (int i = 0; i < indices.Length; i++)
        {
            if (indices[i] == Ignored) continue;
            if ((uint)indices[i] >= (uint)Length) throw Errors.IndexOutOfRange(Name, indices[i], i, InferShape([operands[0].Shape]), operands[0].Shape.Rank);
            destination[(i * Length) + indices[i]] = T.One;
        }
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
    }
}

public static partial class Operations
{
    extension<T>(Indices<T> indices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>For each index a row with 1 in its place, else 0. The <c>one_hot</c> of PyTorch and JAX.</summary>
        /// <param name="length">The length of the rows; each index is from 0 to length − 1.</param>
        /// <returns>A node with the lengths of the indices and this one behind them. It has no derivative.</returns>
        /// <exception cref="ArgumentException">The length is negative, or an index is out of range.</exception>
        /// <example><code>
        /// var targets = tape.Indices([2, 0]).OneHot(3);      // [[0, 0, 1], [1, 0, 0]]
        /// </code></example>
        public Variable<T> OneHot(int length)
        {
            if (length < 0) throw Errors.NumberBelow("OneHot", "the length", length, 0, nameof(length));
            Shape shape = indices.Shape.Insert(indices.Shape.Rank, length);
            indices.Verify("OneHot", shape, shape.Rank - 1);
            return indices.Node.Apply(new OneHotOperation<T>(length));
        }
    }
}
