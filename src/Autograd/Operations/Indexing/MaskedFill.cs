using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// This node with a number where a mask is not 0: y = value there, else x, element by element. Nothing is differentiated through what is
        /// replaced. <c>tape.Where(mask, value, x)</c>, PyTorch's <c>masked_fill</c>.
        /// </summary>
        /// <param name="mask">Where to replace: a comparison, or 1 and 0; lengths that broadcast to this node's, or the reverse.</param>
        /// <param name="value">The number.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <example><code>
        /// var weights = scores.MaskedFill(future, float.NegativeInfinity).Softmax(-1);
        /// </code></example>
        public Variable<T> MaskedFill(Variable<T> mask, T value) => x.Tape.Where(mask, value, x);
    }
}
