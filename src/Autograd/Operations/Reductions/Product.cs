using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The product of all elements or over some dimensions, with dy/dxᵢ the product of the others: products of those before times products of those behind, exact with zeros in every order. NumPy's <c>prod</c>.</summary>
        /// <param name="dimensions">The dimensions, with or without brackets; negative ones count from the end; none stands for all.</param>
        /// <returns>A node without those dimensions; 1 of nothing.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        /// <example><code>
        /// var likelihood = probabilities.Product();
        /// </code></example>
        public Variable<T> Product(params ReadOnlySpan<int> dimensions) => x.Product(dimensions, keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).Product(ReadOnlySpan{int}, bool)"/>
        /// <remarks>Beside the overload of any dimensions, since other languages have no such parameters.</remarks>
        public Variable<T> Product() => x.Product([], keep: false);

        /// <inheritdoc cref="extension{T}(Variable{T}).Product(ReadOnlySpan{int}, bool)" path="/*[not(self::param)]"/>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="keep">Whether the dimension stays, with length 1.</param>
        public Variable<T> Product(int dimension, bool keep) => x.Product([dimension], keep);

        /// <summary>The product of all elements or over some dimensions, with dy/dxᵢ the product of the others: products of those before times products of those behind, exact with zeros in every order. NumPy's <c>prod</c>.</summary>
        /// <param name="dimensions">The dimensions; negative ones count from the end; none stands for all.</param>
        /// <param name="keep">Whether the dimensions stay, with length 1.</param>
        /// <returns>A node without those dimensions, or with length 1 there; 1 of nothing.</returns>
        /// <exception cref="ArgumentException">A dimension is out of range or named twice.</exception>
        public Variable<T> Product(ReadOnlySpan<int> dimensions, bool keep)
        {
            Shape shape = x.Shape;
            Dimensions reduced = Dimensions.Of("Product", dimensions, shape);
            Shape result = shape.Reduce(reduced, keep);
            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> rows = x.Merged(reduced, out int d);
            int length = rows.Shape[d];
            if (length == 0) return attempt.Keep(x.Apply(new SumOperation<T>(reduced, keep)) + T.One);
            return attempt.Keep(rows.Apply(new CumulativeProductOperation<T>(d)).Slice(d, length - 1, 1).Reshape(result));
        }
    }
}
