using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The gated linear unit a ⊙ σ(b) of the two halves a and b along a dimension. (Dauphin et al. 2017.)</summary>
        /// <param name="dimension">The dimension, of even length; negative counts from the end.</param>
        /// <returns>A node with half the length there.</returns>
        /// <exception cref="ArgumentException">The dimension is out of range, or its length is odd.</exception>
        /// <remarks>Elsewhere <c>torch.nn.GLU</c>, <c>jax.nn.glu</c>.</remarks>
        /// <example><code>tape.Variable([3.0, 4, 0, 0], [4]).Glu()   // 1.5, 2</code></example>
        public Variable<T> Glu(int dimension = -1)
        {
            using var attempt = new Attempt<T>(x.Tape);
            var (value, gate) = Halves("Glu", x, dimension);
            return attempt.Keep(value * gate.Sigmoid());
        }
    }

    private static (Variable<T> First, Variable<T> Second) Halves<T>(string operation, Variable<T> x, int dimension)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int along = Dimensions.Normalize(operation, dimension, x.Shape), length = x.Shape[along];
        if (length % 2 != 0) throw new ArgumentException($"{operation}: dimension {dimension} of {x.Shape} has length {length}; it is halved, so it must be even.", nameof(dimension));
        return (x.Slice(along, 0, length / 2), x.Slice(along, length / 2, length / 2));
    }
}
