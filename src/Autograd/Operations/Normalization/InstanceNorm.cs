using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Instance normalization: (x − mean) / √(variance + ε) · scale + shift, the mean and the variance over all dimensions after the channels, dimension 1,
        /// for each of them and each example. (Ulyanov et al. 2016.)
        /// </summary>
        /// <param name="scale">A factor for each channel, a vector; without, 1.</param>
        /// <param name="shift">What is added to each channel, a vector; without, nothing.</param>
        /// <param name="epsilon">ε, 0 or more; 10⁻⁵ unless given. With 0, equal elements give NaN.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">This node has fewer than three dimensions, the vectors are not of its channels, or epsilon is negative.</exception>
        /// <remarks>Elsewhere <c>torch.nn.functional.instance_norm</c>.</remarks>
        /// <example><code>images.InstanceNorm()   // [N, C, H, W]</code></example>
        public Variable<T> InstanceNorm(Variable<T> scale = default, Variable<T> shift = default, T? epsilon = null)
        {
            if (x.Rank < 3) throw Errors.NoChannels("InstanceNorm", x.Shape, 3);
            T small = EpsilonOf("InstanceNorm", epsilon);
            using var attempt = new Attempt<T>(x.Tape);
            Dimensions reduced = Dimensions.None;
            for (int d = 2; d < x.Rank; d++) reduced = reduced.Add(d);
            return attempt.Keep(x.Standardized(reduced, small).Scaled(x.PerChannel("InstanceNorm", "the scale", scale), x.PerChannel("InstanceNorm", "the shift", shift)));
        }
    }
}
