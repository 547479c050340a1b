using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The means of a given number of windows over the last dimension of [N, C, W], or over each of the last two of [N, C, H, W] or the last three of
        /// [N, C, D, H, W], whatever their lengths: window i of m over n elements reaches from ⌊i n / m⌋ to before ⌈(i + 1) n / m⌉.
        /// </summary>
        /// <param name="windows">Their number, 1 or more: the length of the result.</param>
        /// <returns>A node of the same rank.</returns>
        /// <exception cref="ArgumentException">x has another rank or no elements to pool.</exception>
        /// <exception cref="ArgumentOutOfRangeException">No window.</exception>
        /// <example><code>
        /// var features = images.AdaptiveAveragePool(7).Flatten(1);      // 49 of each channel, for images of any size
        /// </code></example>
        public Variable<T> AdaptiveAveragePool(int windows) => x.Rank == 5 ? x.AdaptiveAveragePool(windows, windows, windows) : x.AdaptiveAveragePool(windows, windows);

        /// <summary>The means of a given number of windows down and across, whatever the lengths of x.</summary>
        /// <param name="height">The number of windows down, 1 or more; of no effect with one dimension.</param>
        /// <param name="width">The number of windows across, 1 or more.</param>
        /// <returns>A node of the same rank.</returns>
        /// <exception cref="ArgumentException">x has another rank or no elements to pool.</exception>
        /// <exception cref="ArgumentOutOfRangeException">No window.</exception>
        public Variable<T> AdaptiveAveragePool(int height, int width)
        {
            if (height < 1) throw ConvolutionErrors.TooSmall("AdaptiveAveragePool", nameof(height), height, 1);
            if (width < 1) throw ConvolutionErrors.TooSmall("AdaptiveAveragePool", nameof(width), width, 1);
            return x.AveragePool(PoolWindow.Adaptive(height), PoolWindow.Adaptive(width));
        }

        /// <summary>The means of a given number of windows in each dimension of volumes [N, C, D, H, W], whatever their lengths.</summary>
        /// <param name="depth">The number of windows from slice to slice, 1 or more.</param>
        /// <param name="height">The number of windows down, 1 or more.</param>
        /// <param name="width">The number of windows across, 1 or more.</param>
        /// <returns>A node of the same rank.</returns>
        /// <exception cref="ArgumentException">x has another rank or no elements to pool.</exception>
        /// <exception cref="ArgumentOutOfRangeException">No window.</exception>
        public Variable<T> AdaptiveAveragePool(int depth, int height, int width)
        {
            if (depth < 1) throw ConvolutionErrors.TooSmall("AdaptiveAveragePool", nameof(depth), depth, 1);
            if (height < 1) throw ConvolutionErrors.TooSmall("AdaptiveAveragePool", nameof(height), height, 1);
            if (width < 1) throw ConvolutionErrors.TooSmall("AdaptiveAveragePool", nameof(width), width, 1);
            return x.AveragePool(PoolWindow.Adaptive(depth), PoolWindow.Adaptive(height), PoolWindow.Adaptive(width));
        }
    }
}
