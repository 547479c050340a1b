using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// What lies in each of n places along a dimension after updates were written to those that indices name, one after the other, so that the last one
/// stays: y[p] = p where nothing was written, else n + k for the last k with indices[k] = p. Indices have no derivative: cotangents stop here.
/// </summary>
/// <param name="Dimension">The dimension of the indices, from the front; −1 where all of them name places of one row.</param>
/// <param name="Length">The number n of places.</param>
internal readonly record struct LastWriteOperation<T>(int Dimension, int Length) : IKernelOperation<LastWriteOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LastWrite";

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static Notation NotationOf(LastWriteOperation<T> operation)
    {
        string symbol = operation.Dimension < 0 ? "lastwrite" : "lastwritealong";
        Notation notation = Notation.Function(symbol).WithAttributes(Notation.Text(operation.Length)).ConstantIn(0)
            .Explained($"{symbol}(t, n)", "for each of n places itself, or n + k where the k-th index of t is the last that names it");
        return operation.Dimension < 0 ? notation : notation.WithDimensions(Dimensions.None.Add(operation.Dimension));
    }

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b1;

    static bool IKernelOperation<LastWriteOperation<T>, T>.GivesIndices => true;

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => Dimension < 0 ? [Length] : operands[0].With(Dimension, Length);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Shape shape = operands[0].Shape, places = InferShape([shape]);
        ReadOnlySpan<int> indices = operands.Indices(0, "Scatter", places, Math.Max(Dimension, 0));
        int outer = 1, run = 1;
        for (int d = 0; d < Dimension; d++) outer *= shape[d];
        for (int d = Dimension + 1; Dimension >= 0 && d < shape.Rank; d++) run *= shape[d];
        Gathering.LastWrites(indices, outer, run, MemoryMarshal.Cast<T, int>(destination)[..destination.Length]);
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
        /// This node with updates written to the places that indices name along one dimension; of several that name one place the last stays, and
        /// takes its cotangent alone. PyTorch's <c>index_copy</c>, JAX's <c>x.at[i].set(y)</c>.
        /// </summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="indices">The places, each from 0 to the length − 1.</param>
        /// <param name="updates">What is written: this node's lengths with those of the indices in place of the dimension.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">The updates' lengths do not fit, or an index is out of range.</exception>
        /// <example><code>
        /// var y = x.Scatter(0, [2, 0], rows);      // rows 2 and 0 of x replaced by rows 0 and 1 of rows
        /// </code></example>
        public Variable<T> Scatter(int dimension, Indices<T> indices, Variable<T> updates)
        {
            Shape given = x.Tape.NodeOf(updates, "Scatter").Shape;
            x.Tape.NodeOf(indices.Node, "Scatter");
            int d = Dimensions.Normalize("Scatter", dimension, x.Shape);
            Shape expected = new GatherOperation<T>(d).InferShape([x.Shape, indices.Shape]);
            if (given != expected) throw Errors.ShapesDiffer("Scatter", "the updates", given, "the place for them", expected);
            indices.Verify("Scatter", x.Shape, d);
            using var attempt = new Attempt<T>(x.Tape);
            Variable<T> rows = indices.Shape.Rank == 1 ? updates : updates.Reshape(x.Shape.With(d, indices.Shape.ElementCount));
            var sources = new Indices<T>(indices.Node.Apply(new LastWriteOperation<T>(-1, x.Shape[d])));
            return attempt.Keep(x.Tape.Concatenate(d, x, rows).Apply(new GatherOperation<T>(d), sources));
        }

        /// <inheritdoc cref="extension{T}(Variable{T}).Scatter(int, Indices{T}, Variable{T})" path="/*[not(self::param)]"/>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="indices">The places, each from 0 to the length − 1. Copied onto the tape.</param>
        /// <param name="updates">What is written: this node's lengths, but as many as there are indices in the dimension.</param>
        public Variable<T> Scatter(int dimension, ReadOnlySpan<int> indices, Variable<T> updates)
        {
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Scatter(dimension, x.Tape.Indices(indices, name: null), updates));
        }
    }
}
