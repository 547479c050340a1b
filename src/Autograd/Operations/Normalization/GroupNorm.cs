using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Group normalization: (x − mean) / √(variance + ε) · scale + shift, the mean and the variance over each group of channels, dimension 1, of each
        /// example, and over all dimensions after. (Wu and He 2018.)
        /// </summary>
        /// <param name="groups">The number of groups, which divides that of the channels.</param>
        /// <param name="scale">A factor for each channel, a vector; without, 1.</param>
        /// <param name="shift">What is added to each channel, a vector; without, nothing.</param>
        /// <param name="epsilon">ε, 0 or more; 10⁻⁵ unless given. With 0, equal elements give NaN.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">The groups do not divide the channels, the vectors are not of them, or epsilon is negative.</exception>
        /// <remarks>Elsewhere <c>torch.nn.functional.group_norm</c>.</remarks>
        /// <example><code>images.GroupNorm(8, tape.Watch(scale), tape.Watch(shift))   // [N, C, H, W]</code></example>
        public Variable<T> GroupNorm(int groups, Variable<T> scale = default, Variable<T> shift = default, T? epsilon = null)
        {
            Shape shape = x.Shape;
            if (shape.Rank < 2) throw Errors.NoChannels("GroupNorm", shape, 2);
            if (groups < 1 || shape[1] % groups != 0) throw Errors.GroupCount("GroupNorm", groups, shape);
            T small = EpsilonOf("GroupNorm", epsilon);
            using var attempt = new Attempt<T>(x.Tape);
            int length = shape[1] / groups;
            for (int d = 2; d < shape.Rank; d++) length *= shape[d];
            Variable<T> grouped = x.Reshape(shape[0], groups, length).Standardized(Dimensions.None.Add(2), small);
            return attempt.Keep(grouped.Reshape(shape).Scaled(x.PerChannel("GroupNorm", "the scale", scale), x.PerChannel("GroupNorm", "the shift", shift)));
        }
    }
}
