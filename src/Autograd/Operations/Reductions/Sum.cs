using System.Numerics;

namespace Autograd;

/// <summary>Sum over dimensions: y = Σ x, with dy/dx = 1. The VJP repeats the cotangent. The sum of nothing is 0.</summary>
/// <param name="Reduced">The dimensions summed over.</param>
/// <param name="Keep">Whether they stay, with length 1.</param>
/// <param name="IsCotangent">Whether it sums a cotangent, of which nothing is −0.</param>
internal readonly record struct SumOperation<T>(Dimensions Reduced, bool Keep, bool IsCotangent = false) : IKernelOperation<SumOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal bool IsCotangent { get; init; } = IsCotangent;

    /// <inheritdoc/>
    public static string Name => "Sum";

    /// <inheritdoc/>
    public static Notation NotationOf(SumOperation<T> operation) => Notation.Reduction("Σ", @"\sum", operation.Reduced).Linear();

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(SumOperation<T> operation, int count, out SumOperation<T> lifted)
    {
        lifted = operation with { Reduced = operation.Reduced.Shifted };
        return true;
    }

    static Dimensions? IKernelOperation<SumOperation<T>, T>.SummedBy(SumOperation<T> operation) => operation.Reduced;

    static IndexSets IKernelOperation<SumOperation<T>, T>.Depend(SumOperation<T> operation, in OperandSets operands) => operands[0].Over(operation.Reduced, operation.Keep);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0].Reduce(Reduced, Keep);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Reduction.Sum(operands[0], Reduced, destination, operands.Parallel);
        if (IsCotangent && operands[0].Shape.ElementCount == 0) destination.Fill(T.NegativeZero);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, context.Cotangent.Repeat(context[0].Shape, Reduced, Keep));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The sum of all elements, or the sums over some dimensions.</summary>
        /// <param name="dimensions">The dimensions, with or without brackets; negative ones count from the end; none stands for all.</param>
        /// <returns>A node without those dimensions.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3, 4], [2, 2]).Sum(0)   // 4, 6</code></example>
        public Variable<T> Sum(params ReadOnlySpan<int> dimensions) => x.Sum(dimensions, keep: false);

        /// <summary>The sum of all elements. Beside the overload of any dimensions, since other languages have no such parameters.</summary>
        /// <returns>A scalar.</returns>
        public Variable<T> Sum() => x.Sum([], keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).Sum(ReadOnlySpan{int}, bool)" path="/*[not(self::param)]"/>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="keep">Whether the dimension stays, with length 1.</param>
        public Variable<T> Sum(int dimension, bool keep) => x.Sum([dimension], keep);

        /// <summary>The sums over some dimensions.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="keep">Whether the dimensions stay, with length 1.</param>
        /// <returns>A node without those dimensions, or with length 1 there.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        public Variable<T> Sum(ReadOnlySpan<int> dimensions, bool keep) =>
            x.Apply(new SumOperation<T>(Dimensions.Of("Sum", dimensions, x.Shape), keep));

        /// <summary>A reduced tensor repeated along the dimensions it was reduced over.</summary>
        internal Variable<T> Repeat(Shape shape, Dimensions reduced, bool kept) =>
            (x.Rank == 0 ? x : x.Restore(shape, reduced, kept)).BroadcastTo(shape);

        /// <summary>A reduced tensor with the dimensions it was reduced over put back, with length 1.</summary>
        internal Variable<T> Restore(Shape shape, Dimensions reduced, bool kept) =>
            kept ? x : x.Apply(new ReshapeOperation<T>(shape.Reduce(reduced, keep: true)));

        /// <summary>The sum over the dimensions along which a smaller shape was repeated: undoes broadcasting.</summary>
        internal Variable<T> SumTo(Shape shape)
        {
            Shape full = x.Shape;
            Dimensions stretched = shape.StretchedIn(in full);
            if (stretched.Count == full.Rank - shape.Rank) return x.Apply(new SumOperation<T>(stretched, Keep: false, IsCotangent: true));
            Variable<T> sum = x.Apply(new SumOperation<T>(stretched, Keep: true, IsCotangent: true));
            return sum.Rank == shape.Rank ? sum : sum.Apply(new ReshapeOperation<T>(shape));
        }
    }
}
