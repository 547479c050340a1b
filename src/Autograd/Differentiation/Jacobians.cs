using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <content>
/// Full Jacobians of what a tape has recorded. One walk is recorded, for a unit vector as cotangent, and lifted to many of them at once. A unit
/// vector has −0 beside its 1: zeros that contribute nothing, even through an infinite slope.
/// </content>
public static partial class Differentiate
{
    /// <summary>So few rows, or so few of those that are computed element by element, are not worth recording their walk twice.</summary>
    private const int FewRows = 8, FewAtOnce = 32;

    /// <summary>
    /// How many elements the largest node of a lifted walk may have. Rows that are computed element by element gain what a step costs by itself, as
    /// long as they stay in the nearest memory; in matrix products and convolutions, which become one, they gain more.
    /// </summary>
    private const int ElementsAtOnce = 1 << 14, ElementsAtOnceInProducts = 1 << 17;

    /// <summary>The Jacobian as a tensor: the output's lengths followed by the input's.</summary>
    internal static Tensor<T> Jacobian<T>(Variable<T> output, Variable<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = JacobianShape(output, input);
        var entries = new T[shape.ElementCount];
        WriteJacobians(output, [input], entries);
        return Dense(entries, shape);
    }

    /// <summary>For each input its Jacobian.</summary>
    internal static Tensor<T>[] Jacobians<T>(Variable<T> output, params ReadOnlySpan<Variable<T>> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var jacobians = new Tensor<T>[inputs.Length];
        long total = 0;
        foreach (Variable<T> input in inputs) total += JacobianShape(output, input).ElementCount;
        using SpanOwner<T> entries = SpanOwner<T>.Allocate(checked((int)total));
        WriteJacobians(output, inputs, entries.Span);
        int start = 0;
        for (int k = 0; k < inputs.Length; k++)
        {
            Shape shape = JacobianShape(output, inputs[k]);
            jacobians[k] = Dense(entries.Span.Slice(start, shape.ElementCount).ToArray(), shape);
            start += shape.ElementCount;
        }

        return jacobians;
    }

    /// <summary>Writes a Jacobian to a destination of any length that suffices.</summary>
    internal static void WriteJacobian<T>(string operation, Variable<T> output, Variable<T> input, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long count = (long)output.Shape.ElementCount * input.Shape.ElementCount;
        if (destination.Length < count) throw Errors.DestinationTooShort(operation, destination.Length, count);
        WriteJacobians(output, [input], destination[..(int)count]);
    }

    /// <summary>Writes the Jacobians of all inputs one after the other: in columns where all inputs have fewer elements than the output.</summary>
    private static void WriteJacobians<T>(Variable<T> output, ReadOnlySpan<Variable<T>> inputs, Span<T> entries)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long columns = 0;
        foreach (Variable<T> input in inputs) columns += input.Shape.ElementCount;
        if (columns < output.Shape.ElementCount) WriteColumns(output, inputs, entries);
        else WriteRows(output, inputs, entries);
    }

    /// <summary>A reverse walk from a unit vector gives a row of the Jacobians of all inputs.</summary>
    internal static void WriteRows<T>(Variable<T> output, ReadOnlySpan<Variable<T>> inputs, Span<T> entries, bool? isLifted = null)
        where T : unmanaged, IFloatingPointIeee754<T> => WriteRows(output, inputs, entries, isTransposed: false, isLifted, from: 0);

    /// <summary>
    /// The cotangents of the inputs are linear in the output's; of these linear functions, each as a row of its own, a reverse walk from a unit
    /// vector gives a column of the Jacobian.
    /// </summary>
    internal static void WriteColumns<T>(Variable<T> output, ReadOnlySpan<Variable<T>> inputs, Span<T> entries, bool? isLifted = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> u = AnyCotangent(output);
        Gradients<T> pullback = Pullback(output, u);
        foreach (Variable<T> input in inputs)
        {
            Span<T> jacobian = entries[..(u.Shape.ElementCount * input.Shape.ElementCount)];
            WriteRows(pullback[input], [u], jacobian, isTransposed: true, isLifted, from: u.Index);
            entries = entries[jacobian.Length..];
        }
    }

    /// <summary>
    /// The walk is recorded for the first row. All of them are that walk lifted (null: where it pays; true: wherever it can be), or else the
    /// others repeat it in its memory one by one. No input lies before the node that it is from.
    /// </summary>
    private static void WriteRows<T>(Variable<T> output, ReadOnlySpan<Variable<T>> inputs, Span<T> entries, bool isTransposed, bool? isLifted, int from)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tape<T> tape = output.Tape;
        int rows = output.Shape.ElementCount, recorded = tape.NodeCount;
        if (rows == 0) return;
        Variable<T> unit = UnitVectors(output, 0, 1, output.Shape);
        Gradients<T> walk = Pullback(output, unit, from);
        using var lifting = new Lifting<T>(tape, unit.Index);
        bool mayLift = isLifted ?? rows >= FewRows;
        int count = mayLift ? RowsAtOnce(in lifting, unit, walk, inputs, isForced: isLifted is true, rows) : 1, end = tape.NodeCount;
        for (int row = 0; row < rows; row += count)
        {
            // The last rows overlap those before, so that all walks are the same.
            row = Math.Min(row, rows - count);
            Gradients<T> gradients = walk;
            if (count > 1)
            {
                tape.Rewind(end);
                Variable<T> units = UnitVectors(output, row, count, output.Shape.Insert(0, count));
                lifting.Replace(unit, units);
                gradients = LiftedWalk<T>.Record(in lifting, unit.Index, end, count, walk, inputs, [output], [units]);
            }
            else if (row > 0)
            {
                tape.Rewind(recorded);
                gradients = Pullback(output, UnitVectors(output, row, 1, output.Shape), from);
            }

            Span<T> rest = entries;
            foreach (Variable<T> input in inputs)
            {
                Span<T> jacobian = rest[..(rows * input.Shape.ElementCount)];
                rest = rest[jacobian.Length..];
                if (!gradients.IsConnected(input))
                {
                    if (row == 0) jacobian.Clear();
                    continue;
                }

                if (isTransposed) WriteTransposed(gradients[input].Span, row, count, rows, jacobian);
                else TensorPrimitives.Add(gradients[input].Span, T.Zero, jacobian[(row * input.Shape.ElementCount)..]);
            }
        }
    }

    /// <summary>How many rows are computed at once; 1 where the walk cannot be lifted, or where that would not pay.</summary>
    private static int RowsAtOnce<T>(scoped in Lifting<T> lifting, Variable<T> unit, Gradients<T> walk, ReadOnlySpan<Variable<T>> inputs, bool isForced, int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using SpanOwner<Variable<T>> results = SpanOwner<Variable<T>>.Allocate(inputs.Length);
        int connected = 0;
        foreach (Variable<T> input in inputs)
        {
            if (walk.IsConnected(input)) results.Span[connected++] = walk[input];
        }

        lifting.Depend(unit);
        bool canLift = lifting.TryFind(results.Span[..connected], out int widest, out bool hasProducts);
        results.Span.Clear();
        int most = (hasProducts ? ElementsAtOnceInProducts : ElementsAtOnce) / widest;
        if (!canLift || (most < FewAtOnce && !hasProducts && !isForced)) return 1;
        most = Math.Clamp(most, 1, rows);
        int walks = (rows + most - 1) / most;
        return (rows + walks - 1) / walks;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteTransposed<T>(ReadOnlySpan<T> columns, int first, int count, int total, Span<T> jacobian)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = columns.Length / count;
        for (int row = 0; row < rows; row++)
        {
            for (int k = 0; k < count; k++) jacobian[(row * total) + first + k] = columns[(k * rows) + row] + T.Zero;
        }
    }

    /// <summary>Some of the unit vectors that an output's cotangent can be: a leaf.</summary>
    private static Variable<T> UnitVectors<T>(Variable<T> output, int first, int count, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = shape.ElementCount / count;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(shape.ElementCount);
        owner.Span.Fill(T.NegativeZero);
        for (int k = 0; k < count; k++) owner.Span[(k * length) + first + k] = T.One;
        return output.Tape.Constant(owner.Span, shape, null);
    }

    private static Shape JacobianShape<T>(Variable<T> output, Variable<T> input)
        where T : unmanaged, IFloatingPointIeee754<T> => Shape.Concatenate(output.Shape, output.Rank, input.Shape, 0);

    private static Tensor<T> Dense<T>(T[] entries, Shape shape) => Tensor.Create(entries, shape.Rank == 0 ? [1] : shape.ToArray());
}
