using System.Numerics;

namespace Autograd;

/// <summary>Exchange of dimensions, as a view: y[i₀, i₁, …] = x with dimension order[k] of x as dimension k of y. The VJP permutes back.</summary>
/// <param name="Order">For each dimension of the result, the dimension of the operand.</param>
internal readonly record struct PermuteOperation<T>(Permutation Order) : IViewOperation<PermuteOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Permute";

    /// <inheritdoc/>
    public static Notation NotationOf(PermuteOperation<T> operation) => operation.Order.ExchangesLastTwo
        ? Notation.Transposition
        : Notation.Function("permute").WithAttributes(operation.Order.Texts()).Moving();

    /// <inheritdoc/>
    public static bool TryLift(PermuteOperation<T> operation, int count, out PermuteOperation<T> lifted)
    {
        lifted = new(operation.Order.Shifted);
        return true;
    }

    /// <inheritdoc/>
    public Shape InferShape(Shape x) => Order.Rank == x.Rank ? x.Permute(Order) : throw Errors.OperandRank(Name, Order.Rank, x);

    /// <inheritdoc/>
    public bool TryView(in Layout x, out Layout y, out int offset)
    {
        y = Order.Apply(in x);
        offset = 0;
        return true;
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> cotangent) => cotangent.Apply(new PermuteOperation<T>(Order.Inverse));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The dimensions in another order: dimension k of the result is dimension <c>order[k]</c> of this node. A view.</summary>
        /// <param name="order">Each dimension once; negative ones count from the end.</param>
        /// <returns>A node with the lengths in that order.</returns>
        /// <exception cref="ArgumentException">A dimension is missing, named twice, or out of range.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3, 4, 5, 6], [1, 2, 3]).Permute(2, 0, 1)   // 1, 4, 2, 5, 3, 6, of lengths [3, 1, 2]</code></example>
        public Variable<T> Permute(params ReadOnlySpan<int> order) =>
            x.Apply(new PermuteOperation<T>(Permutation.Of("Permute", order, x.Shape)));
    }
}
