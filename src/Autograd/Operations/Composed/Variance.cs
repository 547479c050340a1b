using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The variance of all elements, Σ (x − mean)² / (n − correction).</summary>
        /// <param name="correction">What is taken off the count: 0 for the population, 1 for a sample (Bessel).</param>
        /// <returns>A scalar; NaN where n ≤ correction.</returns>
        public Variable<T> Variance(int correction = 0) => x.Variance([], correction);

        /// <summary>The variances over some dimensions, Σ (x − mean)² / (n − correction), in two passes: exact for large means.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="correction">What is taken off the count: 0 for the population, 1 for a sample (Bessel).</param>
        /// <param name="keep">Whether the dimensions stay, with length 1.</param>
        /// <returns>A node without those dimensions, or with length 1 there; NaN where n ≤ correction.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        public Variable<T> Variance(ReadOnlySpan<int> dimensions, int correction = 0, bool keep = false)
        {
            Dimensions reduced = Dimensions.Of("Variance", dimensions, x.Shape);
            T count = CountOf<T>(x.Shape, reduced);
            Variable<T> mean = x.Apply(new SumOperation<T>(reduced, Keep: true)) / count;
            Variable<T> squares = (x - mean).Square().Apply(new SumOperation<T>(reduced, keep));
            return squares / T.Max(count - T.CreateSaturating(correction), T.Zero);
        }
    }
}
