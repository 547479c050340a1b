using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The largest element of each channel of [N, C, W], [N, C, H, W] or [N, C, D, H, W]; the dimensions behind the channels become 1 long. Of equal ones the first takes the cotangent. ONNX's <c>GlobalMaxPool</c>.</summary>
        /// <returns>A node of the same rank.</returns>
        /// <exception cref="ArgumentException">x has another rank or no elements to pool.</exception>
        /// <example><code>
        /// var strongest = features.GlobalMaxPool().Flatten(1);      // [N, C, H, W] to [N, C]
        /// </code></example>
        public Variable<T> GlobalMaxPool() => x.AdaptiveMaxPool(1);
    }
}
