using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The mean of all elements or over some dimensions that are not NaN. The <c>nanmean</c> of NumPy and PyTorch.</summary>
        /// <param name="dimensions">The dimensions, with or without brackets; negative ones count from the end; none stands for all.</param>
        /// <returns>A node without those dimensions; NaN where there is no number. What is NaN has a gradient of 0.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        /// <example><code>
        /// var mean = measurements.NanMean(0);
        /// </code></example>
        public Variable<T> NanMean(params ReadOnlySpan<int> dimensions) => x.NanMean(dimensions, keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).NanMean(ReadOnlySpan{int}, bool)"/>
        /// <remarks>Beside the overload of any dimensions, since other languages have no such parameters.</remarks>
        public Variable<T> NanMean() => x.NanMean([], keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).NanMean(ReadOnlySpan{int}, bool)" path="/*[not(self::param)]"/>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="keep">Whether the dimension stays, with length 1.</param>
        public Variable<T> NanMean(int dimension, bool keep) => x.NanMean([dimension], keep);

        /// <summary>The mean of all elements or over some dimensions that are not NaN. The <c>nanmean</c> of NumPy and PyTorch.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="keep">Whether the dimensions stay, with length 1.</param>
        /// <returns>A node without those dimensions, or with length 1 there; NaN where there is no number. What is NaN has a gradient of 0.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        public Variable<T> NanMean(ReadOnlySpan<int> dimensions, bool keep)
        {
            Dimensions reduced = Dimensions.Of("NanMean", dimensions, x.Shape);
            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> isNumber = x.EqualTo(x);
            return attempt.Keep(x.Tape.Where(isNumber, x, T.Zero).Apply(new SumOperation<T>(reduced, keep)) / isNumber.Apply(new SumOperation<T>(reduced, keep)));
        }
    }
}
