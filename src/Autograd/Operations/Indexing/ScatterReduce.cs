using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>The places 0, 1, …, n − 1 and then those that indices name: y = [0, …, n − 1, indices]. Indices have no derivative: cotangents stop here.</summary>
/// <param name="Length">The number n of places.</param>
internal readonly record struct AfterPlacesOperation<T>(int Length) : IKernelOperation<AfterPlacesOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "AfterPlaces";

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static Notation NotationOf(AfterPlacesOperation<T> operation) => Notation.Function("afterplaces").WithAttributes(Notation.Text(operation.Length)).ConstantIn(0)
        .Explained("afterplaces(t, n)", "the places 0, …, n − 1, then those of t");

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b1;

    static bool IKernelOperation<AfterPlacesOperation<T>, T>.GivesIndices => true;

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => [checked(Length + operands[0].ElementCount)];

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Span<int> places = MemoryMarshal.Cast<T, int>(destination)[..destination.Length];
        for (int p = 0; p < Length; p++) places[p] = p;
        operands.Indices(0, "ScatterReduce", [Length], 0).CopyTo(places[Length..]);
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// This node with updates brought to the places that indices name along one dimension, and all that comes to one place made one: y[…, p, …] = the
        /// sum, product, mean, minimum or maximum of x[…, p, …] and the updates[…, k, …] with indices[k] = p. A place that no index names keeps its element.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="indices">The places, each from 0 to the length − 1; repeated ones are allowed.</param>
        /// <param name="updates">What is brought: this node's lengths with those of the indices in place of the dimension.</param>
        /// <param name="reduction">How it is made one.</param>
        /// <param name="includeSelf">Whether the element that is there takes part; otherwise what comes replaces it, and it has no derivative there.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">The updates' lengths do not fit, an index is out of range, or there is no such reduction.</exception>
        /// <remarks>
        /// The derivatives are those of the reduction: of a product by one element the product of the others, of a minimum and a maximum in equal parts to all
        /// that attain it. PyTorch's <c>index_reduce</c>, JAX's <c>x.at[i].add</c>, <c>mul</c>, <c>min</c> and <c>max</c>.
        /// </remarks>
        /// <example><code>tape.Variable([1.0, 2, 3], [3]).ScatterReduce(0, [0, 0], tape.Variable([5.0, 7], [2]), ScatterReduction.Product)   // 35, 2, 3</code></example>
        public Variable<T> ScatterReduce(int dimension, Indices<T> indices, Variable<T> updates, ScatterReduction reduction, bool includeSelf = true)
        {
            Shape given = x.Tape.NodeOf(updates, "ScatterReduce").Shape;
            x.Tape.NodeOf(indices.Node, "ScatterReduce");
            int d = Dimensions.Normalize("ScatterReduce", dimension, x.Shape);
            Shape expected = new GatherOperation<T>(d).InferShape([x.Shape, indices.Shape]);
            if (given != expected) throw Errors.ShapesDiffer("ScatterReduce", "the updates", given, "the place for them", expected);
            indices.Verify("ScatterReduce", x.Shape, d);
            CheckReduction("ScatterReduce", reduction);
            using var attempt = new Attempt<T>(x.Tape);
            int count = indices.Shape.ElementCount;
            if (indices.Shape.Rank == 1) return attempt.Keep(x.ScatterReduced(d, indices, updates, reduction, includeSelf));
            var places = new Indices<T>(indices.Node.Apply(new FlatPlacesOperation<T>([x.Shape[d]], -1)));
            return attempt.Keep(x.ScatterReduced(d, places, updates.Reshape(x.Shape.With(d, count)), reduction, includeSelf));
        }

        /// <inheritdoc cref="extension{T}(Variable{T}).ScatterReduce(int, Indices{T}, Variable{T}, ScatterReduction, bool)" path="/*[not(self::param)]"/>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="indices">The places, each from 0 to the length − 1; repeated ones are allowed. Copied onto the tape.</param>
        /// <param name="updates">What is brought: this node's lengths, but as many as there are indices in the dimension.</param>
        /// <param name="reduction">How it is made one.</param>
        /// <param name="includeSelf">Whether the element that is there takes part; otherwise what comes replaces it, and it has no derivative there.</param>
        public Variable<T> ScatterReduce(int dimension, ReadOnlySpan<int> indices, Variable<T> updates, ScatterReduction reduction, bool includeSelf = true)
        {
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.ScatterReduce(dimension, x.Tape.Indices(indices, name: null), updates, reduction, includeSelf));
        }

        /// <summary>The same, once everything fits, with indices of rank 1 and updates that have as many rows.</summary>
        internal Variable<T> ScatterReduced(int d, Indices<T> places, Variable<T> updates, ScatterReduction reduction, bool includeSelf)
        {
            Tape<T> tape = x.Tape;
            int length = x.Shape[d], count = updates.Shape[d];
            if (reduction == ScatterReduction.Minimum) return -(-x).ScatterReduced(d, places, -updates, ScatterReduction.Maximum, includeSelf);
            Shape rows = x.Shape;
            for (int k = 0; k < rows.Rank; k++) rows = rows.With(k, k == d ? count : 1);
            bool needsCounts = !includeSelf || reduction == ScatterReduction.Mean;
            Variable<T> counts = needsCounts ? tape.Ones(rows).Apply(new ScatterAddOperation<T>(d, length, IsValue: true), places) : default;
            Variable<T> isNamed = includeSelf ? default : counts > T.Zero;
            switch (reduction)
            {
                case ScatterReduction.Product:
                    Variable<T> first = includeSelf ? x : x.MaskedFill(isNamed, T.One);
                    Variable<T> products = tape.Concatenate(d, first, updates).Apply(new SegmentProductsOperation<T>(d, length), places.AfterPlaces(length));
                    return products.Apply(new GatherOperation<T>(d), new Indices<T>(places.Node.Apply(new LastWriteOperation<T>(-1, length))));
                case ScatterReduction.Maximum when includeSelf:
                    return tape.Concatenate(d, x, updates).Apply(new SegmentMaxOperation<T>(d, length), places.AfterPlaces(length));
                case ScatterReduction.Maximum:
                    return tape.Where(isNamed, updates.Apply(new SegmentMaxOperation<T>(d, length), places), x);
                default:
                    Variable<T> sums = (includeSelf ? x : x.MaskedFill(isNamed, T.Zero)) + updates.Apply(new ScatterAddOperation<T>(d, length), places);
                    if (reduction == ScatterReduction.Sum) return sums;
                    return sums / (includeSelf ? counts + T.One : counts.Maximum(T.One));
            }
        }
    }

    extension<T>(Indices<T> places)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The places 0 to n − 1, then these.</summary>
        internal Indices<T> AfterPlaces(int length) => new(places.Node.Apply(new AfterPlacesOperation<T>(length)));
    }

    internal static void CheckReduction(string operation, ScatterReduction reduction)
    {
        if (!Enum.IsDefined(reduction)) throw Errors.NumberOutside(operation, "the reduction", (int)reduction, "Sum, Product, Mean, Minimum or Maximum", nameof(reduction));
    }
}
