using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The quantile of all elements or over some dimensions: in order, the element at place probability · (n − 1), or what lies between the two beside it, linearly. The <c>quantile</c> of NumPy and PyTorch.</summary>
        /// <param name="probability">From 0, the smallest, to 1, the largest.</param>
        /// <param name="dimensions">The dimensions, with or without brackets; negative ones count from the end; none stands for all.</param>
        /// <returns>A node without those dimensions; NaN where there is one, which takes the cotangent; else the one or two elements take it, of equal ones the first.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice, there is no element, or the probability is outside 0 to 1.</exception>
        /// <example><code>
        /// var tail = losses.Quantile(0.95);
        /// </code></example>
        public Variable<T> Quantile(T probability, params ReadOnlySpan<int> dimensions) => x.Quantile(probability, dimensions, keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).Quantile(T, ReadOnlySpan{int}, bool)" path="/*[not(self::param)]"/>
        /// <remarks>Beside the overload of any dimensions, since other languages have no such parameters.</remarks>
        /// <param name="probability">From 0, the smallest, to 1, the largest.</param>
        public Variable<T> Quantile(T probability) => x.Quantile(probability, [], keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).Quantile(T, ReadOnlySpan{int}, bool)" path="/*[not(self::param)]"/>
        /// <param name="probability">From 0, the smallest, to 1, the largest.</param>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="keep">Whether the dimension stays, with length 1.</param>
        public Variable<T> Quantile(T probability, int dimension, bool keep) => x.Quantile(probability, [dimension], keep);

        /// <summary>The quantile of all elements or over some dimensions: in order, the element at place probability · (n − 1), or what lies between the two beside it, linearly. The <c>quantile</c> of NumPy and PyTorch.</summary>
        /// <param name="probability">From 0, the smallest, to 1, the largest.</param>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="keep">Whether the dimensions stay, with length 1.</param>
        /// <returns>A node without those dimensions, or with length 1 there; NaN where there is one, which takes the cotangent; else the one or two elements take it, of equal ones the first.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice, there is no element, or the probability is outside 0 to 1.</exception>
        public Variable<T> Quantile(T probability, ReadOnlySpan<int> dimensions, bool keep)
        {
            double share = double.CreateChecked(probability);
            if (!(share >= 0 && share <= 1)) throw MovementErrors.Probability("Quantile", share);
            return x.Quantile("Quantile", share, dimensions, keep);
        }

        /// <summary>The quantile on behalf of a public method.</summary>
        internal Variable<T> Quantile(string operation, double probability, ReadOnlySpan<int> dimensions, bool keep)
        {
            Shape shape = x.Shape;
            Dimensions reduced = Dimensions.Of(operation, dimensions, shape);
            Shape result = shape.Reduce(reduced, keep);
            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> rows = x.Merged(reduced, out int d);
            int length = rows.Shape[d];
            if (length == 0 && result.ElementCount > 0) throw Errors.NothingToFind(operation, d, rows.Shape);
            if (result.ElementCount == 0) return attempt.Keep(rows.Slice(d, 0, 0).Sum(d).Reshape(result));
            double place = probability * (length - 1), rest = place - Math.Floor(place);
            Variable<T> found = rows.Ordered(d, new Order((int)place, rest == 0 ? 1 : 2, NaNTakesAll: true), out _);
            if (rest > 0) found = (found.Slice(d, 0, 1) * T.CreateSaturating(1 - rest)) + (found.Slice(d, 1, 1) * T.CreateSaturating(rest));
            return attempt.Keep(found.Reshape(result));
        }

        /// <summary>This node with some dimensions made one: the only one where it is, else a new last one.</summary>
        internal Variable<T> Merged(Dimensions reduced, out int dimension)
        {
            Shape shape = x.Shape;
            dimension = 0;
            if (reduced.Count == 1)
            {
                while (!reduced.Contains(dimension)) dimension++;
                return x;
            }

            Span<int> order = stackalloc int[shape.Rank];
            int count = 1, kept = 0, end = shape.Rank - reduced.Count;
            for (int d = 0; d < shape.Rank; d++)
            {
                if (reduced.Contains(d)) count *= shape[d];
                order[reduced.Contains(d) ? end++ : kept++] = d;
            }

            dimension = kept;
            Variable<T> rows = reduced.AreLastOf(shape.Rank) ? x : x.Permute(order);
            return rows.Reshape(shape.Reduce(reduced, keep: false).Insert(kept, count));
        }
    }
}
