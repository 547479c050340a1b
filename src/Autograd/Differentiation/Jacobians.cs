using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <content>
/// Full Jacobians of what a tape has recorded. One walk is recorded; for each row or column it is repeated, in the same memory, with another
/// unit vector. A unit vector has −0 beside its 1: zeros that contribute nothing, even through an infinite slope.
/// </content>
public static partial class Differentiate
{
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

    /// <summary>One reverse walk gives a row of the Jacobians of all inputs.</summary>
    internal static void WriteRows<T>(Variable<T> output, ReadOnlySpan<Variable<T>> inputs, Span<T> entries)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tape<T> tape = output.Tape;
        Shape shape = output.Shape;
        using SpanOwner<T> owner = UnitVector<T>(shape.ElementCount);
        Span<T> unit = owner.Span;
        int recorded = tape.NodeCount;
        for (int row = 0; row < unit.Length; row++)
        {
            tape.Rewind(recorded);
            unit[row] = T.One;
            Gradients<T> gradients = Pullback(output, tape.Constant(unit, shape, null));
            unit[row] = T.NegativeZero;
            Span<T> rest = entries;
            foreach (Variable<T> input in inputs)
            {
                ReadOnlySpan<T> cotangent = gradients[input].Span;
                TensorPrimitives.Add(cotangent, T.Zero, rest[(row * cotangent.Length)..]);
                rest = rest[(unit.Length * cotangent.Length)..];
            }
        }
    }

    /// <summary>
    /// The cotangents of the inputs are linear in the output's; of these linear functions, each as a row of its own, one reverse walk gives a
    /// column of the Jacobian.
    /// </summary>
    internal static void WriteColumns<T>(Variable<T> output, ReadOnlySpan<Variable<T>> inputs, Span<T> entries)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> u = AnyCotangent(output);
        Gradients<T> pullback = Pullback(output, u);
        foreach (Variable<T> input in inputs)
        {
            Span<T> jacobian = entries[..(u.Shape.ElementCount * input.Shape.ElementCount)];
            WriteColumns(pullback[input], u, jacobian);
            entries = entries[jacobian.Length..];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteColumns<T>(Variable<T> cotangent, Variable<T> u, Span<T> jacobian)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tape<T> tape = u.Tape;
        Shape shape = cotangent.Shape;
        using SpanOwner<T> owner = UnitVector<T>(shape.ElementCount);
        Span<T> unit = owner.Span;
        int recorded = tape.NodeCount;
        for (int column = 0; column < unit.Length; column++)
        {
            tape.Rewind(recorded);
            unit[column] = T.One;
            ReadOnlySpan<T> tangent = Pullback(cotangent, tape.Constant(unit, shape, null))[u].Span;
            unit[column] = T.NegativeZero;
            for (int row = 0, entry = column; row < tangent.Length; row++, entry += unit.Length) jacobian[entry] = tangent[row] + T.Zero;
        }
    }

    private static SpanOwner<T> UnitVector<T>(int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SpanOwner<T> owner = SpanOwner<T>.Allocate(count);
        owner.Span.Fill(T.NegativeZero);
        return owner;
    }

    private static Shape JacobianShape<T>(Variable<T> output, Variable<T> input)
        where T : unmanaged, IFloatingPointIeee754<T> => Shape.Concatenate(output.Shape, output.Rank, input.Shape, 0);

    private static Tensor<T> Dense<T>(T[] entries, Shape shape) => Tensor.Create(entries, shape.Rank == 0 ? [1] : shape.ToArray());
}
