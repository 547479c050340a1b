using System.Numerics;

namespace Autograd;

/// <summary>
/// Standard deviation over dimensions: y = √(Σ (x − mean)² / (n − correction)), with dy/dx = (x − mean) / ((n − correction) y), and 0 where
/// y = 0, where the second derivative is NaN. Computed without overflow or underflow, but dy/dx is NaN where Σ x overflows. NaN where n ≤ correction.
/// </summary>
/// <param name="Reduced">The dimensions reduced over.</param>
/// <param name="Correction">What is taken off the count.</param>
/// <param name="Keep">Whether the dimensions stay, with length 1.</param>
internal readonly record struct StandardDeviationOperation<T>(Dimensions Reduced, int Correction, bool Keep) : IKernelOperation<StandardDeviationOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "StandardDeviation";

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static Notation NotationOf(StandardDeviationOperation<T> operation)
    {
        string symbol = operation.Correction == 0 ? "std" : "std" + Notation.Text(operation.Correction);
        string count = operation.Correction == 0 ? "n" : $"(n − {Notation.Text(operation.Correction)})";
        return Notation.Reduction(symbol, $@"\operatorname{{{symbol}}}", operation.Reduced).Explained($"{symbol}(x)", $"the standard deviation of x, √(Σ (x − mean)² / {count})");
    }

    /// <inheritdoc/>
    public static bool TryLift(StandardDeviationOperation<T> operation, int count, out StandardDeviationOperation<T> lifted)
    {
        lifted = operation with { Reduced = operation.Reduced.Shifted };
        return true;
    }

    static IndexSets IKernelOperation<StandardDeviationOperation<T>, T>.Depend(StandardDeviationOperation<T> operation, in OperandSets operands) => operands[0].OverSeveral(operation.Reduced, operation.Keep);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0].Reduce(Reduced, Keep);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        Moments.StandardDeviation(operands[0], Reduced, Correction, destination, operands.Parallel);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> x = context[0], cotangent = context.Cotangent.Restore(x.Shape, Reduced, Keep);
        if (Correction == 0 && Operations.CountOf<T>(x.Shape, Reduced, Correction) == T.One)
        {
            // Of one element it is 0, whatever the element is.
            context.Contribute(0, cotangent.MaskedBy(x.Tape.Constant(T.Zero)));
            return;
        }

        Variable<T> deviation = context.Result.Restore(x.Shape, Reduced, Keep);
        Variable<T> slope = x.Centered(Reduced).PartOfNorm(deviation) / Operations.CountOf<T>(x.Shape, Reduced, Correction);
        context.Contribute(0, cotangent.ScaledBy(slope));
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The standard deviation of all elements or over some dimensions, √(Σ (x − mean)² / n), in several passes: exact for large means.</summary>
        /// <param name="dimensions">The dimensions, with or without brackets; negative ones count from the end; none stands for all.</param>
        /// <returns>A node without those dimensions; NaN of nothing. Its gradient is NaN where the sum of the elements overflows.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        /// <example><code>tape.Variable([1.0, 3], [2]).StandardDeviation()   // 1</code></example>
        public Variable<T> StandardDeviation(params ReadOnlySpan<int> dimensions) => x.StandardDeviation(dimensions, keep: false);

        /// <summary>The standard deviation of all elements. Beside the overload of any dimensions, since other languages have no such parameters.</summary>
        /// <returns>A scalar.</returns>
        public Variable<T> StandardDeviation() => x.StandardDeviation([], keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).StandardDeviation(ReadOnlySpan{int}, bool, int)" path="/*[not(self::param)]"/>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="keep">Whether the dimension stays, with length 1.</param>
        /// <param name="correction">What is taken off the count: 0 for the population, 1 for a sample (Bessel).</param>
        public Variable<T> StandardDeviation(int dimension, bool keep = false, int correction = 0) => x.StandardDeviation([dimension], keep, correction);

        /// <summary>The standard deviations over some dimensions, √(Σ (x − mean)² / (n − correction)), in several passes: exact for large means.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="keep">Whether the dimensions stay, with length 1.</param>
        /// <param name="correction">What is taken off the count: 0 for the population, 1 for a sample (Bessel).</param>
        /// <returns>A node without those dimensions, or with length 1 there; NaN where n ≤ correction. Their gradient is NaN where the sum of the elements overflows.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        public Variable<T> StandardDeviation(ReadOnlySpan<int> dimensions, bool keep = false, int correction = 0) =>
            x.Apply(new StandardDeviationOperation<T>(Dimensions.Of("StandardDeviation", dimensions, x.Shape), correction, keep));
    }
}
