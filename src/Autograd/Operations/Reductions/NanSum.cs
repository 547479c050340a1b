using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The sum of all elements or over some dimensions that are not NaN. The <c>nansum</c> of NumPy and PyTorch.</summary>
        /// <param name="dimensions">The dimensions, with or without brackets; negative ones count from the end; none stands for all.</param>
        /// <returns>A node without those dimensions; 0 where there is no number. What is NaN has a gradient of 0.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        /// <example><code>
        /// var total = measurements.NanSum();
        /// </code></example>
        public Variable<T> NanSum(params ReadOnlySpan<int> dimensions) => x.NanSum(dimensions, keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).NanSum(ReadOnlySpan{int}, bool)"/>
        /// <remarks>Beside the overload of any dimensions, since other languages have no such parameters.</remarks>
        public Variable<T> NanSum() => x.NanSum([], keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).NanSum(ReadOnlySpan{int}, bool)" path="/*[not(self::param)]"/>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="keep">Whether the dimension stays, with length 1.</param>
        public Variable<T> NanSum(int dimension, bool keep) => x.NanSum([dimension], keep);

        /// <summary>The sum of all elements or over some dimensions that are not NaN. The <c>nansum</c> of NumPy and PyTorch.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="keep">Whether the dimensions stay, with length 1.</param>
        /// <returns>A node without those dimensions, or with length 1 there; 0 where there is no number. What is NaN has a gradient of 0.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        public Variable<T> NanSum(ReadOnlySpan<int> dimensions, bool keep)
        {
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Tape.Where(x.NotEqualTo(x), T.Zero, x).Apply(new SumOperation<T>(Dimensions.Of("NanSum", dimensions, x.Shape), keep)));
        }
    }
}
