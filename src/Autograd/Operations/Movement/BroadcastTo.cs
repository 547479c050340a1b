using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Repetition under larger lengths, as a view of stride 0: dimensions of length 1 and missing leading ones stretch. The VJP sums over
/// the copies, which the reverse walk does for every operation alike.
/// </summary>
/// <param name="Lengths">The result's lengths.</param>
internal readonly record struct BroadcastToOperation<T>(Shape Lengths) : IViewOperation<BroadcastToOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "BroadcastTo";

    /// <inheritdoc/>
    public static Notation NotationOf(BroadcastToOperation<T> operation) => Notation.Repetition;

    static bool IOperation<BroadcastToOperation<T>, T>.BroadcastsOperands => true;

    /// <inheritdoc/>
    public static bool TryLift(BroadcastToOperation<T> operation, int count, out BroadcastToOperation<T> lifted)
    {
        lifted = new(operation.Lengths.Insert(0, count));
        return true;
    }

    /// <inheritdoc/>
    public Shape InferShape(Shape x) =>
        Shape.TryBroadcast(in x, Lengths, out Shape y) && y == Lengths ? Lengths : throw Errors.CannotBroadcast(Name, x, Lengths);

    /// <inheritdoc/>
    public bool TryView(in Layout x, out Layout y, out int offset)
    {
        y = x.BroadcastTo(Lengths);
        offset = 0;
        return true;
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> cotangent) => cotangent;
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The elements repeated under larger lengths, aligned at the last dimension. A view.</summary>
        /// <param name="shape">The lengths to reach; each of this node's is the same there, or 1.</param>
        /// <returns>A node with those lengths.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to those.</exception>
        /// <example><code>tape.Variable([1.0, 2], [2]).BroadcastTo(3, 2)   // 1, 2 three times</code></example>
        public Variable<T> BroadcastTo(Shape shape) => x.Apply(new BroadcastToOperation<T>(shape));

        /// <summary>The elements repeated under larger lengths, aligned at the last dimension. A view.</summary>
        /// <param name="lengths">The lengths to reach; each of this node's is the same there, or 1.</param>
        /// <returns>A node with those lengths.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to those.</exception>
        [OverloadResolutionPriority(1)]
        public Variable<T> BroadcastTo(params ReadOnlySpan<nint> lengths) => x.BroadcastTo(new Shape(lengths));
    }
}
