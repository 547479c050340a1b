using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The mean of all elements or over some dimensions, Σ x / n; NaN of nothing.</summary>
        /// <param name="dimensions">The dimensions, with or without brackets; negative ones count from the end; none stands for all.</param>
        /// <returns>A node without those dimensions.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        /// <example><code>tape.Variable([1.0, 2, 3, 6], [2, 2]).Mean(0)   // 2, 4</code></example>
        public Variable<T> Mean(params ReadOnlySpan<int> dimensions) => x.Mean(dimensions, keep: false);

        /// <summary>The mean of all elements. Beside the overload of any dimensions, since other languages have no such parameters.</summary>
        /// <returns>A scalar.</returns>
        public Variable<T> Mean() => x.Mean([], keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).Mean(ReadOnlySpan{int}, bool)" path="/*[not(self::param)]"/>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="keep">Whether the dimension stays, with length 1.</param>
        public Variable<T> Mean(int dimension, bool keep) => x.Mean([dimension], keep);

        /// <summary>The means over some dimensions, Σ x / n.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="keep">Whether the dimensions stay, with length 1.</param>
        /// <returns>A node without those dimensions, or with length 1 there.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        public Variable<T> Mean(ReadOnlySpan<int> dimensions, bool keep)
        {
            Dimensions reduced = Dimensions.Of("Mean", dimensions, x.Shape);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Apply(new SumOperation<T>(reduced, keep)) / CountOf<T>(x.Shape, reduced));
        }
    }

    /// <summary>How many elements a reduction puts together, less a correction; NaN where the correction leaves none.</summary>
    internal static T CountOf<T>(Shape shape, Dimensions reduced, int correction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T count = CountOf<T>(shape, reduced) - T.CreateSaturating(correction);
        return count > T.Zero ? count : T.NaN;
    }

    /// <summary>How many elements a reduction puts together.</summary>
    private static T CountOf<T>(Shape shape, Dimensions reduced)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long count = 1;
        for (int d = 0; d < shape.Rank; d++) count *= reduced.Contains(d) ? shape[d] : 1;
        return T.CreateSaturating(count);
    }
}
