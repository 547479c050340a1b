using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Where the elements lie that come first, second, … along one dimension, the smallest first or the largest: y[k] = the place of the k-th. Equal ones
/// come in the order of their places, NaN after all numbers. Indices have no derivative: cotangents stop here.
/// </summary>
/// <param name="Dimension">The dimension, from the front.</param>
/// <param name="Order">Which places, and in which order.</param>
internal readonly record struct ArgSortOperation<T>(int Dimension, Order Order) : IKernelOperation<ArgSortOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "ArgSort";

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static Notation NotationOf(ArgSortOperation<T> operation)
    {
        string symbol = operation.Order.IsDescending ? "argsortdown" : "argsort";
        return Notation.Function(symbol).WithDimensions(Dimensions.None.Add(operation.Dimension)).ConstantIn(0)
            .WithAttributes(Notation.Text(operation.Order.Start), Notation.Text(operation.Order.Count))
            .Explained($"{symbol}(X, a, n)", $"where the n elements lie that come from place a on if X is sorted, the {(operation.Order.IsDescending ? "largest" : "smallest")} first");
    }

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    static bool IKernelOperation<ArgSortOperation<T>, T>.GivesIndices => true;

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0];
        bool fits = Order.Start >= 0 && Order.Count >= 0 && Order.Start + (long)Order.Count <= x[Dimensions.FromFront(Name, Dimension, x)];
        return fits ? x.With(Dimension, Order.Count) : throw MovementErrors.RankOutOfRange(Name, Order.Start + (long)Order.Count, Dimension, x);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        Ordering.Find(operands[0], Dimension, Order, MemoryMarshal.Cast<T, int>(destination)[..destination.Length]);

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
        /// Where the elements along a dimension come from if they are sorted: <c>x.GatherAlong(d, x.ArgSort(d))</c> is <c>x.Sort(d)</c>. Stable: equal
        /// elements keep their order; NaN comes after all numbers, in descending order before. The <c>argsort</c> of PyTorch and NumPy.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="descending">Whether the largest comes first.</param>
        /// <returns>Indices with the lengths of this node. They have no derivative.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension.</exception>
        /// <example><code>
        /// var order = keys.ArgSort(0);
        /// var rows = table.Gather(0, order);      // the rows of a table by a key
        /// </code></example>
        public Indices<T> ArgSort(int dimension, bool descending = false)
        {
            int d = Dimensions.Normalize("ArgSort", dimension, x.Shape);
            return new(x.Apply(new ArgSortOperation<T>(d, new Order(0, x.Shape[d], descending))));
        }

        /// <summary>The elements at some places in the order along a dimension.</summary>
        internal Variable<T> Ordered(int dimension, Order order, out Indices<T> indices)
        {
            indices = new(x.Apply(new ArgSortOperation<T>(dimension, order)));
            return x.Apply(new GatherAlongOperation<T>(dimension), indices);
        }
    }
}
