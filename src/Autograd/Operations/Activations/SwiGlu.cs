using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The gated linear unit silu(a) ⊙ b of the two halves a and b along a dimension. (Shazeer 2020.)</summary>
        /// <param name="dimension">The dimension, of even length; negative counts from the end.</param>
        /// <returns>A node with half the length there.</returns>
        /// <exception cref="ArgumentException">The dimension is out of range, or its length is odd.</exception>
        /// <remarks>The gate is the first half, as the products with its two weights are written in the paper.</remarks>
        /// <example><code>tape.Variable([0.0, 1, 3, 4], [4]).SwiGlu()   // 0, 2.924</code></example>
        public Variable<T> SwiGlu(int dimension = -1)
        {
            using var attempt = new Attempt<T>(x.Tape);
            var (gate, value) = Halves("SwiGlu", x, dimension);
            return attempt.Keep(gate.Silu() * value);
        }
    }
}
