using System.Numerics;

namespace Autograd;

/// <summary>Tensors joined along one dimension. The VJP gives each its slice of the cotangent.</summary>
/// <param name="Dimension">The dimension, from the front.</param>
internal readonly record struct ConcatenateOperation<T>(int Dimension) : IKernelOperation<ConcatenateOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A reverse walk joins no more than this: each part that comes is recorded with all that were joined before it.</summary>
    private const int MostParts = 64;

    /// <inheritdoc/>
    public static string Name => "Concatenate";

    /// <inheritdoc/>
    public static Notation NotationOf(ConcatenateOperation<T> operation) => Notation.Function("concat").WithDimensions(Dimensions.None.Add(operation.Dimension)).Moving();

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    /// <inheritdoc/>
    public static bool TryLift(ConcatenateOperation<T> operation, int count, out ConcatenateOperation<T> lifted)
    {
        lifted = operation with { Dimension = operation.Dimension + 1 };
        return true;
    }

    static IndexSets IKernelOperation<ConcatenateOperation<T>, T>.Depend(ConcatenateOperation<T> operation, in OperandSets operands) =>
        IndexSets.Join(operands.All, operation.Dimension, operands.Shape);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        if (operands.IsEmpty) throw Errors.NothingToJoin(Name);
        Shape first = operands[0];
        Dimensions.FromFront(Name, Dimension, first);
        long length = 0;
        for (int k = 0; k < operands.Length; k++)
        {
            if (operands[k].Rank != first.Rank || operands[k].With(Dimension, 0) != first.With(Dimension, 0))
            {
                throw Errors.ConcatenateShape(k, operands[k], first, Dimension);
            }

            length += operands[k][Dimension];
        }

        return length <= int.MaxValue ? first.With(Dimension, (int)length) : throw Errors.JoinedTooLong(Dimension, length);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        int length = 0;
        for (int k = 0; k < operands.Count; k++) length += operands[k].Shape[Dimension];
        Strides strides = operands[0].Shape.With(Dimension, length).ContiguousStrides;
        int offset = 0;
        for (int k = 0; k < operands.Count; k++)
        {
            Strided<T> x = operands[k];
            Copying.CopyInto(x, destination, new Layout(x.Shape, strides), offset);
            offset += x.Shape[Dimension] * strides[Dimension];
        }
    }

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        int start = 0;
        for (int k = 0; k < context.Count; k++)
        {
            int length = context[k].Shape[Dimension];
            if (context.Needs(k)) context.Contribute(k, context.Cotangent.Slice(Dimension, start, length));
            start += length;
        }
    }

    /// <summary>One cotangent behind another, for a reverse walk; what was joined before is joined anew, by one copy of each part.</summary>
    /// <returns>Whether they are not too many.</returns>
    internal static bool TryAppend(int dimension, Variable<T> first, Variable<T> second, out Variable<T> joined)
    {
        Tape<T> tape = first.Tape;
        ReadOnlySpan<int> before = PartsOf(tape.Program, dimension, first.Index), behind = PartsOf(tape.Program, dimension, second.Index);
        joined = default;
        if (before.Length + behind.Length > MostParts) return false;
        var parts = new Variable<T>[before.Length + behind.Length];
        for (int k = 0; k < parts.Length; k++) parts[k] = tape.At(k < before.Length ? before[k] : behind[k - before.Length]);
        joined = tape.Concatenate(dimension, parts);
        return true;
    }

    /// <summary>What a node was joined from, or the node itself.</summary>
    private static ReadOnlySpan<int> PartsOf(Program<T> program, int dimension, int node)
    {
        bool isJoined = program[node].Operation is Binding<ConcatenateOperation<T>, T> { Declaration: var joined } && joined.Dimension == dimension;
        return isJoined ? program.OperandsOf(program[node]) : new int[] { node };
    }
}

public static partial class Operations
{
    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Tensors joined along one dimension.</summary>
        /// <param name="dimension">The dimension; negative counts from the end.</param>
        /// <param name="tensors">At least one; equal lengths except in that dimension.</param>
        /// <returns>A node whose length in the dimension is the sum of theirs.</returns>
        /// <exception cref="ArgumentException">No tensor, or lengths that differ elsewhere.</exception>
        /// <example><code>tape.Concatenate(0, tape.Variable([1.0], [1]), tape.Variable([2.0, 3], [2]))   // 1, 2, 3</code></example>
        public Variable<T> Concatenate(int dimension, params ReadOnlySpan<Variable<T>> tensors)
        {
            ArgumentNullException.ThrowIfNull(tape);
            if (tensors.IsEmpty) throw Errors.NothingToJoin("Concatenate");
            return tape.Record(new ConcatenateOperation<T>(Dimensions.Normalize("Concatenate", dimension, tensors[0].Shape)), tensors);
        }
    }
}
