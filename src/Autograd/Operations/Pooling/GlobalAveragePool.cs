using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The mean of each channel of [N, C, W], [N, C, H, W] or [N, C, D, H, W]; the dimensions behind the channels become 1 long. ONNX's <c>GlobalAveragePool</c>.</summary>
        /// <returns>A node of the same rank.</returns>
        /// <exception cref="ArgumentException">x has another rank or no elements to pool.</exception>
        /// <example><code>
        /// var mean = features.GlobalAveragePool().Flatten(1);      // [N, C, H, W] to [N, C]
        /// </code></example>
        public Variable<T> GlobalAveragePool() => x.AdaptiveAveragePool(1);
    }
}
