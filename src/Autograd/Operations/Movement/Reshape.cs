using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>The same elements in row-major order under other lengths; a view where strides allow it. The VJP reshapes back.</summary>
/// <param name="Lengths">The result's lengths, with as many elements as the operand.</param>
internal readonly record struct ReshapeOperation<T>(Shape Lengths) : IViewOperation<ReshapeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Reshape";

    /// <inheritdoc/>
    public static bool KeepsOrder => true;

    /// <inheritdoc/>
    public static Notation NotationOf(ReshapeOperation<T> operation) => Notation.Rearrangement;

    /// <inheritdoc/>
    public static bool TryLift(ReshapeOperation<T> operation, int count, out ReshapeOperation<T> lifted)
    {
        lifted = new(operation.Lengths.Insert(0, count));
        return true;
    }

    /// <inheritdoc/>
    public Shape InferShape(Shape x) => x.ElementCount == Lengths.ElementCount ? Lengths : throw Errors.ReshapeCount(x, Lengths);

    /// <inheritdoc/>
    public bool TryView(in Layout x, out Layout y, out int offset)
    {
        offset = 0;
        return x.TryReshape(Lengths, out y);
    }

    /// <inheritdoc/>
    public Variable<T> Vjp(Variable<T> x, Variable<T> cotangent) => cotangent.Apply(new ReshapeOperation<T>(x.Shape));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The same elements in row-major order under other lengths. A view where strides allow it.</summary>
        /// <param name="lengths">The new lengths; one of them may be −1 and is then worked out from the others.</param>
        /// <returns>A node with those lengths.</returns>
        /// <exception cref="ArgumentException">The number of elements differs, or cannot be worked out.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3, 4, 5, 6], [6]).Reshape(2, -1)   // 1, 2, 3, 4, 5, 6, of lengths [2, 3]</code></example>
        [OverloadResolutionPriority(1)]
        public Variable<T> Reshape(params ReadOnlySpan<nint> lengths) => x.Apply(new ReshapeOperation<T>(Resolve(x.Shape, lengths)));

        /// <inheritdoc cref="extension{T}(Variable{T}).Reshape(ReadOnlySpan{nint})"/>
        public Variable<T> Reshape(ReadOnlySpan<int> lengths)
        {
            if (lengths.Length > Shape.MaxRank) throw Errors.RankTooHigh(lengths.Length);
            Span<nint> wide = stackalloc nint[lengths.Length];
            for (int d = 0; d < lengths.Length; d++) wide[d] = lengths[d];
            return x.Reshape(wide);
        }

        /// <summary>The same elements in row-major order under other lengths. A view where strides allow it.</summary>
        /// <param name="shape">The new lengths.</param>
        /// <returns>A node with those lengths.</returns>
        /// <exception cref="ArgumentException">The number of elements differs.</exception>
        public Variable<T> Reshape(Shape shape) => x.Apply(new ReshapeOperation<T>(shape));
    }

    private static Shape Resolve(Shape from, ReadOnlySpan<nint> lengths)
    {
        int open = lengths.IndexOf(-1);
        if (open < 0 || lengths.Length > Shape.MaxRank) return lengths;
        nint known = 1;
        for (int d = 0; d < lengths.Length; d++) known *= d == open ? 1 : lengths[d];
        if (known <= 0 || from.ElementCount % known != 0) throw Errors.ReshapeOpen(from, lengths);
        Span<nint> resolved = stackalloc nint[lengths.Length];
        lengths.CopyTo(resolved);
        resolved[open] = from.ElementCount / known;
        return new Shape(resolved);
    }
}
