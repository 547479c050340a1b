using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The median of all elements or over some dimensions: the middle one in order, or the mean of the two in the middle, as NumPy has it (PyTorch takes the lower).</summary>
        /// <param name="dimensions">The dimensions, with or without brackets; negative ones count from the end; none stands for all.</param>
        /// <returns>A node without those dimensions; NaN where there is one.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice, or there is no element.</exception>
        /// <example><code>
        /// var robust = residuals.Abs().Median();
        /// </code></example>
        public Variable<T> Median(params ReadOnlySpan<int> dimensions) => x.Median(dimensions, keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).Median(ReadOnlySpan{int}, bool)"/>
        /// <remarks>Beside the overload of any dimensions, since other languages have no such parameters.</remarks>
        public Variable<T> Median() => x.Median([], keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).Median(ReadOnlySpan{int}, bool)" path="/*[not(self::param)]"/>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="keep">Whether the dimension stays, with length 1.</param>
        public Variable<T> Median(int dimension, bool keep) => x.Median([dimension], keep);

        /// <summary>The median of all elements or over some dimensions: the middle one in order, or the mean of the two in the middle, as NumPy has it (PyTorch takes the lower).</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="keep">Whether the dimensions stay, with length 1.</param>
        /// <returns>A node without those dimensions, or with length 1 there; NaN where there is one.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice, or there is no element.</exception>
        public Variable<T> Median(ReadOnlySpan<int> dimensions, bool keep)
            => x.Quantile("Median", 0.5, dimensions, keep);
    }
}
