using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Batch normalization in training: (x − mean) / √(variance + ε) · scale + shift for each channel, dimension 1, the mean and the variance over all
        /// other dimensions. (Ioffe and Szegedy 2015.)
        /// </summary>
        /// <param name="scale">A factor for each channel, a vector.</param>
        /// <param name="shift">What is added to each channel, a vector.</param>
        /// <param name="epsilon">ε, 0 or more; 10⁻⁵ unless given. With 0, equal elements give NaN.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">This node has fewer than two dimensions, the vectors are not of its channels, or epsilon is negative.</exception>
        /// <remarks>
        /// The numbers for inference are averages of <c>x.Mean(0, 2, 3)</c> and <c>x.Variance([0, 2, 3], correction: 1)</c> over the steps, which the caller keeps. Elsewhere
        /// <c>torch.nn.functional.batch_norm(training=True)</c>.
        /// </remarks>
        /// <example><code>images.BatchNorm(tape.Watch(scale), tape.Watch(shift))   // [N, C, H, W]</code></example>
        public Variable<T> BatchNorm(Variable<T> scale, Variable<T> shift, T? epsilon = null)
        {
            CheckChannels("BatchNorm", x, scale, shift);
            T small = EpsilonOf("BatchNorm", epsilon);
            using var attempt = new Attempt<T>(x.Tape);
            Dimensions reduced = Dimensions.None.Add(0);
            for (int d = 2; d < x.Rank; d++) reduced = reduced.Add(d);
            return attempt.Keep(x.Standardized(reduced, small).Scaled(x.PerChannel("BatchNorm", "the scale", scale), x.PerChannel("BatchNorm", "the shift", shift)));
        }

        /// <summary>Batch normalization in inference: (x − mean) / √(variance + ε) · scale + shift for each channel, dimension 1, by given means and variances.</summary>
        /// <param name="scale">A factor for each channel, a vector.</param>
        /// <param name="shift">What is added to each channel, a vector.</param>
        /// <param name="mean">The mean of each channel, a vector.</param>
        /// <param name="variance">The variance of each channel, a vector.</param>
        /// <param name="epsilon">ε, 0 or more; 10⁻⁵ unless given.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">This node has fewer than two dimensions, the vectors are not of its channels, or epsilon is negative.</exception>
        public Variable<T> BatchNorm(Variable<T> scale, Variable<T> shift, Variable<T> mean, Variable<T> variance, T? epsilon = null)
        {
            CheckChannels("BatchNorm", x, scale, shift);
            CheckChannels("BatchNorm", x, mean, variance);
            T small = EpsilonOf("BatchNorm", epsilon);
            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> factor = scale * (variance + small).Rsqrt();
            return attempt.Keep((x - x.PerChannel("BatchNorm", "the mean", mean)).Scaled(x.PerChannel("BatchNorm", "the scale", factor), x.PerChannel("BatchNorm", "the shift", shift)));
        }
    }

    /// <summary>Refuses what has no channels, and numbers that are not theirs.</summary>
    private static void CheckChannels<T>(string operation, Variable<T> x, Variable<T> first, Variable<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Rank < 2) throw Errors.NoChannels(operation, x.Shape, 2);
        Shape expected = [x.Shape[1]], one = x.Tape.NodeOf(first, operation).Shape, other = x.Tape.NodeOf(second, operation).Shape;
        if (one != expected) throw Errors.ShapesDiffer(operation, "a vector of the channels", one, "the channels", expected);
        if (other != expected) throw Errors.ShapesDiffer(operation, "a vector of the channels", other, "the channels", expected);
    }
}
