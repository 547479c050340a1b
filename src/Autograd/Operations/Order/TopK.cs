using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The largest elements along a dimension, the largest first, or the smallest; and where they lie. Of equal ones the first come first; NaN
        /// counts as larger than all numbers. PyTorch's <c>topk</c>, JAX's <c>top_k</c>.
        /// </summary>
        /// <param name="count">How many, from 0 to the length of the dimension.</param>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="largest">Whether the largest are wanted, else the smallest.</param>
        /// <returns>Nodes of that length in the dimension: the elements, and their indices along it, which have no derivative.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension, or a number outside its length.</exception>
        /// <example><code>
        /// var (values, experts) = gates.TopK(2, -1);
        /// </code></example>
        public (Variable<T> Values, Indices<T> Indices) TopK(int count, int dimension, bool largest = true)
        {
            int d = Dimensions.Normalize("TopK", dimension, x.Shape);
            if ((uint)count > (uint)x.Shape[d]) throw MovementErrors.RankOutOfRange("TopK", count, d, x.Shape);
            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> values = x.Ordered(d, new Order(0, count, IsDescending: largest), out Indices<T> indices);
            attempt.Keep();
            return (values, indices);
        }
    }
}
