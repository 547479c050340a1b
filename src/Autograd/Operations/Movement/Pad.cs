using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Zeros set before and after the elements of one dimension.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="before">How many before, 0 or more.</param>
        /// <param name="after">How many after, 0 or more.</param>
        /// <returns>A node whose length in the dimension is larger by both.</returns>
        /// <exception cref="ArgumentOutOfRangeException">No such dimension, or a negative number.</exception>
        /// <example><code>tape.Variable([1.0, 2], [2]).Pad(0, 1, 2)   // 0, 1, 2, 0, 0</code></example>
        public Variable<T> Pad(int dimension, int before, int after)
        {
            int d = Dimensions.Normalize("Pad", dimension, x.Shape);
            if (before < 0 || after < 0) throw Errors.NegativePadding(before, after);
            long length = (long)x.Shape[d] + before + after;
            if (length > int.MaxValue) throw Errors.PaddingTooLarge(before, after, d, x.Shape);
            return x.Apply(new EmbedOperation<T>(d, before, 1, (int)length));
        }
    }
}
