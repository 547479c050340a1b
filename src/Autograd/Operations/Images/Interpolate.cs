using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The last dimensions at other lengths: of images larger or smaller ones. From n elements to m, element i of the result stands at
        /// (i + ½) n / m − ½ of this node, or at i (n − 1) / (m − 1) where the first and the last keep their places; what stands between two elements
        /// is one of them or a mean of both. PyTorch's <c>interpolate</c>, with modes <c>nearest-exact</c>, <c>linear</c> and <c>bilinear</c>.
        /// </summary>
        /// <param name="lengths">The new lengths of the last dimensions, each 1 or more.</param>
        /// <param name="interpolation">How values between elements are found.</param>
        /// <param name="alignCorners">Whether the first and the last element keep their places, for linear interpolation.</param>
        /// <returns>A node with these lengths.</returns>
        /// <exception cref="ArgumentException">There are more lengths than dimensions, one is below 1, a dimension has no elements, or the interpolation is none.</exception>
        /// <example><code>
        /// var large = images.Interpolate([64, 64], Interpolation.Linear);      // [n, c, 32, 32] to [n, c, 64, 64]
        /// </code></example>
        public Variable<T> Interpolate(ReadOnlySpan<int> lengths, Interpolation interpolation = Interpolation.Nearest, bool alignCorners = false)
        {
            Shape shape = x.Shape;
            if (!Enum.IsDefined(interpolation)) throw Errors.NumberOutside("Interpolate", "the interpolation", (int)interpolation, "Nearest or Linear", nameof(interpolation));
            if (lengths.Length > shape.Rank) throw MovementErrors.LengthCount("Interpolate", lengths.Length, shape);
            for (int k = 0; k < lengths.Length; k++)
            {
                int d = shape.Rank - lengths.Length + k;
                if (lengths[k] < 1) throw Errors.NumberBelow("Interpolate", "a length", lengths[k], 1, nameof(lengths));
                if (lengths[k] > Array.MaxLength / 2) throw Errors.NumberOutside("Interpolate", "a length", lengths[k], $"at most {Array.MaxLength / 2}", nameof(lengths));
                if (shape[d] == 0) throw Errors.NothingToFind("Interpolate", d, shape);
                shape = shape.With(d, lengths[k]);
            }

            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> result = x;
            for (int k = 0; k < lengths.Length; k++)
            {
                int d = shape.Rank - lengths.Length + k;
                if (lengths[k] != result.Shape[d]) result = interpolation == Interpolation.Linear ? result.Between(d, lengths[k], alignCorners) : result.Nearest(d, lengths[k]);
            }

            return attempt.Keep(result);
        }

        private Variable<T> Nearest(int dimension, int length)
        {
            using SpanOwner<int> places = SpanOwner<int>.Allocate(length);
            Span<int> nearest = places.Span;
            for (int i = 0; i < nearest.Length; i++) nearest[i] = (int)(((2L * i) + 1) * x.Shape[dimension] / (2L * length));
            return x.Apply(new GatherOperation<T>(dimension), x.Tape.Indices(nearest, name: null));
        }

        private Variable<T> Between(int dimension, int length, bool alignCorners)
        {
            Shape shape = x.Shape;
            int last = shape[dimension] - 1;
            using SpanOwner<int> places = SpanOwner<int>.Allocate(2 * length);
            using SpanOwner<T> shares = SpanOwner<T>.Allocate(2 * length);
            Span<int> below = places.Span[..length], above = places.Span[length..];
            Span<T> toBelow = shares.Span[..length], toAbove = shares.Span[length..];
            for (int i = 0; i < below.Length; i++)
            {
                double place = alignCorners ? length == 1 ? 0 : (double)i * last / (length - 1) : ((i + 0.5) * (last + 1) / length) - 0.5;
                place = Math.Clamp(place, 0, last);
                below[i] = (int)place;
                above[i] = Math.Min(below[i] + 1, last);
                toAbove[i] = T.CreateSaturating(place - below[i]);
                toBelow[i] = T.One - toAbove[i];
            }

            Shape column = [length];
            for (int d = dimension + 1; d < shape.Rank; d++) column = column.Insert(column.Rank, 1);
            Tape<T> tape = x.Tape;
            var gather = new GatherOperation<T>(dimension);
            Variable<T> lower = x.Apply(gather, tape.Indices(below, name: null)) * tape.Constant(toBelow, column, name: null);
            return lower + (x.Apply(gather, tape.Indices(above, name: null)) * tape.Constant(toAbove, column, name: null));
        }
    }
}
