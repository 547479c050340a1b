using System.Numerics;

namespace Autograd;

/// <summary>
/// Norm of order p over dimensions: y = (Σ |x|ᵖ)^(1/p), with dy/dx = sign x · (|x| / y)ᵖ⁻¹, and 0 at the zero vector for p > 1, where the second
/// derivative is NaN; for p &lt; 1 it is infinite at every 0. Computed without overflow or underflow. The norm of nothing is 0.
/// </summary>
/// <param name="Order">p, finite and above 0.</param>
/// <param name="Reduced">The dimensions reduced over.</param>
/// <param name="Keep">Whether they stay, with length 1.</param>
internal readonly record struct PNormOperation<T>(ExactNumber<T> Order, Dimensions Reduced, bool Keep) : IKernelOperation<PNormOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "PNorm";

    /// <inheritdoc/>
    public static Notation NotationOf(PNormOperation<T> operation)
    {
        string symbol = "pnorm" + Notation.Text(operation.Order.Value);
        return Notation.Reduction(symbol, $@"\operatorname{{{symbol}}}", operation.Reduced).Explained($"{symbol}(x)", $"(Σ |x|^{Notation.Text(operation.Order.Value)})^(1/{Notation.Text(operation.Order.Value)})");
    }

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(PNormOperation<T> operation, int count, out PNormOperation<T> lifted)
    {
        lifted = operation with { Reduced = operation.Reduced.Shifted };
        return true;
    }

    static IndexSets IKernelOperation<PNormOperation<T>, T>.Depend(PNormOperation<T> operation, in OperandSets operands) => operands[0].Over(operation.Reduced, operation.Keep);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0].Reduce(Reduced, Keep);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) => PowerNorm.Find(operands[0], double.CreateChecked(Order.Value), Reduced, destination);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> x = context[0], norm = context.Result.Restore(x.Shape, Reduced, Keep), part = x.PartOfNorm(norm);
        context.Contribute(0, context.Cotangent.Restore(x.Shape, Reduced, Keep).ScaledBy(part.Apply(new SignedPowerOperation<T>(Order.Value - T.One))));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The norm of order p, (Σ |x|ᵖ)^(1/p), of all elements or over some dimensions, computed without overflow or underflow: of order 1 the sum of the absolute values, of order 2 <c>Norm</c>, of order infinity the largest absolute value. <c>vector_norm</c> of PyTorch, <c>norm(x, ord)</c> of NumPy.</summary>
        /// <param name="order">p: a number above 0, or infinity for the largest absolute value.</param>
        /// <param name="dimensions">The dimensions, with or without brackets; negative ones count from the end; none stands for all.</param>
        /// <returns>A node without those dimensions; 0 of nothing. Its gradient at the zero vector is 0 for p ≥ 1; for p &lt; 1 it is infinite at every 0.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice, or the order is not above 0.</exception>
        /// <example><code>
        /// var sparsity = weights.PNorm(1.0);
        /// </code></example>
        public Variable<T> PNorm(T order, params ReadOnlySpan<int> dimensions) => x.PNorm(order, dimensions, keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).PNorm(T, ReadOnlySpan{int}, bool)" path="/*[not(self::param)]"/>
        /// <remarks>Beside the overload of any dimensions, since other languages have no such parameters.</remarks>
        /// <param name="order">p: a number above 0, or infinity for the largest absolute value.</param>
        public Variable<T> PNorm(T order) => x.PNorm(order, [], keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).PNorm(T, ReadOnlySpan{int}, bool)" path="/*[not(self::param)]"/>
        /// <param name="order">p: a number above 0, or infinity for the largest absolute value.</param>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="keep">Whether the dimension stays, with length 1.</param>
        public Variable<T> PNorm(T order, int dimension, bool keep) => x.PNorm(order, [dimension], keep);

        /// <summary>The norm of order p, (Σ |x|ᵖ)^(1/p), of all elements or over some dimensions, computed without overflow or underflow: of order 1 the sum of the absolute values, of order 2 <c>Norm</c>, of order infinity the largest absolute value. <c>vector_norm</c> of PyTorch, <c>norm(x, ord)</c> of NumPy.</summary>
        /// <param name="order">p: a number above 0, or infinity for the largest absolute value.</param>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="keep">Whether the dimensions stay, with length 1.</param>
        /// <returns>A node without those dimensions, or with length 1 there; 0 of nothing. Its gradient at the zero vector is 0 for p ≥ 1; for p &lt; 1 it is infinite at every 0.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice, or the order is not above 0.</exception>
        public Variable<T> PNorm(T order, ReadOnlySpan<int> dimensions, bool keep)
        {
            if (!(order > T.Zero)) throw MovementErrors.NormOrder(double.CreateChecked(order));
            Dimensions reduced = Dimensions.Of("PNorm", dimensions, x.Shape);
            using var attempt = new Attempt<T>(x.Tape);
            if (order == T.CreateSaturating(2)) return attempt.Keep(x.Apply(new NormOperation<T>(reduced, keep)));
            if (order == T.One) return attempt.Keep(x.Abs().Apply(new SumOperation<T>(reduced, keep)));
            if (!T.IsPositiveInfinity(order)) return attempt.Keep(x.Apply(new PNormOperation<T>(order, reduced, keep)));

            // Of nothing the largest element would be −∞, the norm is 0.
            if (x.Shape.ElementCount == 0) return attempt.Keep(x.Apply(new NormOperation<T>(reduced, keep)));
            return attempt.Keep(x.Abs().Apply(new MaxOperation<T>(reduced, keep)));
        }
    }
}
