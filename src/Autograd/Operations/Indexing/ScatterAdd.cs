using System.Numerics;

namespace Autograd;

/// <summary>
/// Elements added up at the places that indices name along one dimension, onto zeros: y[…, indices[i], …] += x[…, i, …], in the order of
/// i. The adjoint of Gather; its VJP is Gather.
/// </summary>
/// <param name="Dimension">The dimension, from the front; in the operand the dimensions of the indices stand there.</param>
/// <param name="Length">The length of the result in the dimension.</param>
internal readonly record struct ScatterAddOperation<T>(int Dimension, int Length) : IKernelOperation<ScatterAddOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "ScatterAdd";

    /// <inheritdoc/>
    public static Notation NotationOf(ScatterAddOperation<T> operation) => Notation.Function("scatter").WithDimensions(Dimensions.None.Add(operation.Dimension)).WithAttributes(Notation.Text(operation.Length)).Moving()
        .Explained("scatter(X, t, n)", "zeros in n places with the parts of X added where t says: the transpose of taking those of t");

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static uint IndexOperands => 0b10;

    /// <inheritdoc/>
    public static bool TryLift(ScatterAddOperation<T> operation, int count, out ScatterAddOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0], indices = operands[1];
        bool fits = Dimension >= 0 && Length >= 0 && x.Rank >= Dimension + indices.Rank;
        for (int d = 0; fits && d < indices.Rank; d++) fits = x[Dimension + d] == indices[d];
        if (!fits) throw Errors.ShapesDiffer(Name, "the updates", x, "the indices", indices);
        Shape front = Shape.Concatenate(operands[0], Dimension, [Length], 0);
        return Shape.Concatenate(front, front.Rank, operands[0], Dimension + operands[1].Rank);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        ScatterAdd(in operands, InferShape([operands[0].Shape, operands[1].Shape]), destination);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, context.Cotangent.Apply(new GatherOperation<T>(Dimension), context.Indices(1)));

    private void ScatterAdd(in Operands<T> operands, Shape result, Span<T> destination) =>
        Gathering.ScatterAdd(operands[0].Span, operands.Indices(1, Name, result, Dimension), Dimension, result, destination);
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>This node with updates added at the places that indices name along one dimension; repeated indices add up, in order.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="indices">The places, each from 0 to the length − 1.</param>
        /// <param name="updates">What is added: this node's lengths with those of the indices in place of the dimension.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">The updates' lengths do not fit, or an index is out of range.</exception>
        public Variable<T> ScatterAdd(int dimension, Indices<T> indices, Variable<T> updates)
        {
            int d = Dimensions.Normalize("ScatterAdd", dimension, x.Shape);
            Shape expected = new GatherOperation<T>(d).InferShape([x.Shape, indices.Shape]);
            Shape given = x.Tape.NodeOf(updates, "ScatterAdd").Shape;
            if (given != expected) throw Errors.ShapesDiffer("ScatterAdd", "the updates", given, "the place for them", expected);
            indices.Verify("ScatterAdd", x.Shape, d);
            if (x.Tape != updates.Tape) throw Errors.OtherTape("ScatterAdd");
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x + updates.Apply(new ScatterAddOperation<T>(d, x.Shape[d]), indices));
        }

        /// <summary>This node with updates added at the places that indices name along one dimension; repeated indices add up, in order.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="indices">The places, each from 0 to the length − 1. Copied onto the tape.</param>
        /// <param name="updates">What is added: this node's lengths, but as many as there are indices in the dimension.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">The updates' lengths do not fit, or an index is out of range.</exception>
        public Variable<T> ScatterAdd(int dimension, ReadOnlySpan<int> indices, Variable<T> updates)
        {
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.ScatterAdd(dimension, x.Tape.Indices(indices, name: null), updates));
        }
    }
}
