using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The elements where a mask is not 0, in row-major order. PyTorch's <c>masked_select</c>, <c>x[mask]</c> of NumPy.
        /// </summary>
        /// <remarks>
        /// Its length depends on values. So the mask is read when this is recorded, which evaluates it, and what is recorded is a Gather by the
        /// positions found then: a recording repeats the one before as far as they are as many. Where the length does not matter, as in a sum,
        /// <c>tape.Where(mask, x, 0)</c> reads nothing.
        /// </remarks>
        /// <param name="mask">Which elements: a comparison, or 1 and 0; the lengths of this node.</param>
        /// <returns>A vector with as many elements as the mask is not 0 in.</returns>
        /// <exception cref="ArgumentException">The lengths differ.</exception>
        /// <example><code>
        /// var positive = x.MaskedSelect(x > 0);
        /// </code></example>
        public Variable<T> MaskedSelect(Variable<T> mask)
        {
            Shape shape = x.Shape, given = x.Tape.NodeOf(mask, "MaskedSelect").Shape;
            if (given != shape) throw Errors.ShapesDiffer("MaskedSelect", "the mask", given, "the tensor", shape);
            using var attempt = new Attempt<T>(x.Tape);
            ReadOnlySpan<T> values = mask.Span;
            using SpanOwner<int> positions = SpanOwner<int>.Allocate(values.Length);
            int count = 0;
            for (int i = 0; i < values.Length; i++)
            {
                if (values[i] != T.Zero) positions.Span[count++] = i;
            }

            Indices<T> chosen = x.Tape.Indices(positions.Span[..count], name: null);
            return attempt.Keep(x.Flatten().Apply(new GatherOperation<T>(0), chosen));
        }
    }
}
