using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Where elements lie that several indices name together, one along each dimension: y = Σ indices[k] · stride[k], counted in row-major order. Indices
/// have no derivative: cotangents stop here.
/// </summary>
/// <param name="Lengths">The lengths of the dimensions, one for each operand.</param>
internal readonly record struct PositionOperation<T>(Shape Lengths) : IKernelOperation<PositionOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "Position";

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static Notation NotationOf(PositionOperation<T> operation)
    {
        var lengths = new string[operation.Lengths.Rank];
        for (int d = 0; d < lengths.Length; d++) lengths[d] = Notation.Text(operation.Lengths[d]);
        return Notation.Function("position").WithAttributes(lengths)
            .Explained("position(i, j, m, n)", "where the element that i and j name lies in the row-major order of lengths m and n");
    }

    /// <inheritdoc/>
    public static uint IndexOperands => (1u << Shape.MaxRank) - 1;

    static bool IKernelOperation<PositionOperation<T>, T>.GivesIndices => true;

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        if (operands.Length != Lengths.Rank) throw Errors.OperandCount(Name, operands.Length, Lengths.Rank);
        foreach (Shape operand in operands)
        {
            if (operand != operands[0]) throw Errors.ShapesDiffer(Name, "the first index", operands[0], "another", operand);
        }

        return operands[0];
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Span<int> positions = MemoryMarshal.Cast<T, int>(destination)[..destination.Length];
        positions.Clear();
        for (int k = 0; k < operands.Count; k++)
        {
            ReadOnlySpan<int> indices = operands.Indices(k, Name, Lengths, k);
            for (int i = 0; i < positions.Length; i++) positions[i] = (positions[i] * Lengths[k]) + indices[i];
        }
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
        /// This node with updates written to the places that several indices name together, one for each of the first dimensions:
        /// y[i[p], j[p], …] = updates[p, …]. Of several that name one place the last stays, and takes its cotangent alone.
        /// <c>x[i, j] = updates</c> of NumPy and PyTorch, JAX's <c>x.at[i, j].set(updates)</c>.
        /// </summary>
        /// <param name="indices">For each of the first dimensions which elements, all with the same lengths.</param>
        /// <param name="updates">What is written: the lengths of the indices, then those of the other dimensions.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">There are none or too many indices, lengths do not fit, or an index is out of range.</exception>
        /// <example><code>
        /// var y = x.IndexPut([rows, columns], tape.Zeros(rows.Shape));      // single elements set to 0
        /// </code></example>
        public Variable<T> IndexPut(ReadOnlySpan<Indices<T>> indices, Variable<T> updates)
        {
            Shape shape = x.Shape, given = x.Tape.NodeOf(updates, "IndexPut").Shape;
            x.CheckPlaces("IndexPut", indices);
            Shape expected = Shape.Concatenate(indices[0].Shape, indices[0].Shape.Rank, shape, indices.Length);
            if (given != expected) throw Errors.ShapesDiffer("IndexPut", "the updates", given, "the place for them", expected);
            using var attempt = new Attempt<T>(x.Tape);
            Indices<T> positions = x.Positions(indices);
            return attempt.Keep(x.Apply(new ReshapeOperation<T>(Merged(shape, indices.Length))).Scatter(0, positions, updates).Apply(new ReshapeOperation<T>(shape)));
        }

        /// <summary>Makes sure that indices name places along the first dimensions.</summary>
        internal void CheckPlaces(string operation, ReadOnlySpan<Indices<T>> indices)
        {
            Shape shape = x.Shape;
            if (indices.IsEmpty || indices.Length > shape.Rank) throw MovementErrors.PlaceCount(operation, indices.Length, shape);
            for (int k = 0; k < indices.Length; k++)
            {
                x.Tape.NodeOf(indices[k].Node, operation);
                if (indices[k].Shape != indices[0].Shape) throw Errors.ShapesDiffer(operation, "the first index", indices[0].Shape, "another", indices[k].Shape);
                indices[k].Verify(operation, shape, k);
            }
        }

        /// <summary>Where those places lie in the first dimensions made one.</summary>
        internal Indices<T> Positions(ReadOnlySpan<Indices<T>> indices)
        {
            if (indices.Length == 1) return indices[0];
            Shape shape = x.Shape;
            Span<Variable<T>> nodes = x.Tape.Gathered(indices.Length);
            for (int k = 0; k < indices.Length; k++) nodes[k] = indices[k].Node;
            return new(x.Tape.Record(new PositionOperation<T>(Shape.Concatenate(shape, indices.Length, shape, shape.Rank)), nodes));
        }
    }

    /// <summary>Lengths whose first dimensions are made one.</summary>
    internal static Shape Merged(Shape shape, int count)
    {
        int product = 1;
        for (int d = 0; d < count; d++) product *= shape[d];
        return Shape.Concatenate(shape, 0, shape, count).Insert(0, product);
    }
}
