using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x where it is above a threshold, else a value, NaN where x is NaN, element by element; its slope is 1 above, else 0 (also at the threshold).</summary>
        /// <param name="threshold">What x must exceed.</param>
        /// <param name="value">What stands for the others.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>NaN stays NaN. Elsewhere <c>torch.nn.Threshold</c>.</remarks>
        /// <example><code>tape.Variable([0.5, 1, 2], [3]).Threshold(1, 0)   // 0, 0, 2</code></example>
        public Variable<T> Threshold(T threshold, T value)
        {
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Tape.Where(x <= threshold, value, x));
        }
    }
}
