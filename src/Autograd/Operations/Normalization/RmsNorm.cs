using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Normalization by the root mean square, x / √(mean of x² + ε) ⊙ scale, the mean over the last dimensions. (Zhang and Sennrich 2019.)</summary>
        /// <param name="scale">A factor for each element of these dimensions, whose lengths it has; it tells which they are.</param>
        /// <param name="epsilon">ε, 0 or more; 10⁻⁵ unless given. With 0, zeros give NaN.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit, or epsilon is negative.</exception>
        /// <remarks>Elsewhere <c>torch.nn.functional.rms_norm</c>.</remarks>
        /// <example><code>tape.Variable([3.0, 4], [2]).RmsNorm([-1])   // 0.849, 1.131</code></example>
        public Variable<T> RmsNorm(Variable<T> scale, T? epsilon = null)
        {
            Dimensions reduced = x.ScaledDimensions("RmsNorm", scale, default);
            T small = EpsilonOf("RmsNorm", epsilon);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.OfUnitSquares(reduced, small) * scale);
        }

        /// <summary>Normalization by the root mean square, x / √(mean of x² + ε) over some dimensions, without scale.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="epsilon">ε, 0 or more; 10⁻⁵ unless given. With 0, zeros give NaN.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice, or epsilon is negative.</exception>
        public Variable<T> RmsNorm(ReadOnlySpan<int> dimensions, T? epsilon = null)
        {
            Dimensions reduced = Dimensions.Of("RmsNorm", dimensions, x.Shape);
            T small = EpsilonOf("RmsNorm", epsilon);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.OfUnitSquares(reduced, small));
        }

        private Variable<T> OfUnitSquares(Dimensions reduced, T epsilon) => x * (x.Square().MeanOver(reduced) + epsilon).Rsqrt();
    }
}
