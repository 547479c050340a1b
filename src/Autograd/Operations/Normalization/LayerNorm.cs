using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Layer normalization (x − mean) / √(variance + ε) ⊙ scale + shift, the mean and the variance over the last dimensions. (Ba et al. 2016.)</summary>
        /// <param name="scale">A factor for each element of these dimensions, whose lengths it has; it tells which they are.</param>
        /// <param name="shift">What is added to each, with the lengths of the scale; without, nothing.</param>
        /// <param name="epsilon">ε, 0 or more; 10⁻⁵ unless given. With 0, equal elements give NaN.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">The lengths do not fit, or epsilon is negative.</exception>
        /// <remarks>Elsewhere <c>torch.nn.functional.layer_norm</c>. The variance is that of all elements, without correction.</remarks>
        /// <example><code>x.LayerNorm(tape.Watch(scale), tape.Watch(shift))</code></example>
        public Variable<T> LayerNorm(Variable<T> scale, Variable<T> shift = default, T? epsilon = null)
        {
            Dimensions reduced = x.ScaledDimensions("LayerNorm", scale, shift);
            T small = EpsilonOf("LayerNorm", epsilon);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Standardized(reduced, small).Scaled(scale, shift));
        }

        /// <summary>Layer normalization (x − mean) / √(variance + ε) over some dimensions, without scale and shift.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="epsilon">ε, 0 or more; 10⁻⁵ unless given. With 0, equal elements give NaN.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice, or epsilon is negative.</exception>
        public Variable<T> LayerNorm(ReadOnlySpan<int> dimensions, T? epsilon = null)
        {
            Dimensions reduced = Dimensions.Of("LayerNorm", dimensions, x.Shape);
            T small = EpsilonOf("LayerNorm", epsilon);
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Standardized(reduced, small));
        }
    }
}
