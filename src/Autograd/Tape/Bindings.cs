using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>An operation that states its vector-Jacobian product.</summary>
internal abstract class DifferentiableOperation<T>(OperationKind kind, bool isDifferentiable, bool acceptsStrides, bool keepsOrder)
    : Operation<T>(kind, isDifferentiable, acceptsStrides, keepsOrder)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Contributes the operands' cotangents.</summary>
    public abstract void Vjp(in VjpContext<T> context);
}

/// <summary>A declaration as the operation of nodes: connects the struct that an author writes to the virtual calls of the evaluator.</summary>
internal abstract class Binding<TDeclaration, T>(TDeclaration declaration, OperationKind kind, bool acceptsStrides = true, bool keepsOrder = false)
    : DifferentiableOperation<T>(kind, TDeclaration.IsDifferentiable, acceptsStrides, keepsOrder)
    where TDeclaration : struct, IOperation<TDeclaration, T>, IEquatable<TDeclaration>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly TDeclaration Declaration = declaration;

    public override string Name => TDeclaration.Name;

    public override object? Attributes => Declaration;

    public override Notation Notation => TDeclaration.NotationOf(Declaration);

    protected static void CheckCount(ReadOnlySpan<Shape> operands, int expected)
    {
        if (operands.Length != expected) throw Errors.OperandCount(TDeclaration.Name, operands.Length, expected);
    }
}

internal sealed class UnaryBinding<TDeclaration, T>(TDeclaration declaration) : Binding<TDeclaration, T>(declaration, OperationKind.Elementwise)
    where TDeclaration : struct, IUnaryOperation<TDeclaration, T>, IEquatable<TDeclaration>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, Declaration.Vjp(context[0], context.Result, context.Cotangent));

    internal override Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        CheckCount(operands, 1);
        return operands[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        if (operands.IsFlat(0, destination.Length, out int step)) Elementwise.MapFlat(in Declaration, in operands.Origin(0), step, destination, operands.Parallel);
        else Elementwise.Map(in Declaration, operands[0], destination);
    }
}

internal sealed class BinaryBinding<TDeclaration, T>(TDeclaration declaration) : Binding<TDeclaration, T>(declaration, OperationKind.Elementwise)
    where TDeclaration : struct, IBinaryOperation<TDeclaration, T>, IEquatable<TDeclaration>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override void Vjp(in VjpContext<T> context)
    {
        var (a, b) = Declaration.Vjp(context[0], context[1], context.Result, context.Cotangent);
        context.Contribute(0, a);
        context.Contribute(1, b);
    }

    internal override Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        CheckCount(operands, 2);
        return Shape.TryBroadcast(in operands[0], in operands[1], out Shape result) ? result : throw Errors.CannotBroadcast(Name, operands[0], operands[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        if (operands.IsFlat(0, destination.Length, out int stepA) && operands.IsFlat(1, destination.Length, out int stepB))
        {
            Elementwise.MapFlat(in Declaration, in operands.Origin(0), stepA, in operands.Origin(1), stepB, destination, operands.Parallel);
            return;
        }

        EvaluateStretched(in operands, destination);
    }

    /// <summary>By itself, since a small program should not wait for its compilation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void EvaluateStretched(in Operands<T> operands, Span<T> destination)
    {
        if (operands.IsFlat(0, destination.Length, out int step) && step == 1 && operands.IsRow(1, 0, out int length)
            && Elementwise.RowsPay(length, destination.Length))
        {
            Elementwise.MapRows(in Declaration, in operands.Origin(0), in operands.Origin(1), length, destination);
            return;
        }

        operands.Broadcast(out Strided<T> a, out Strided<T> b);
        Elementwise.Map(in Declaration, in a, in b, destination);
    }
}

internal sealed class TernaryBinding<TDeclaration, T>(TDeclaration declaration) : Binding<TDeclaration, T>(declaration, OperationKind.Elementwise)
    where TDeclaration : struct, ITernaryOperation<TDeclaration, T>, IEquatable<TDeclaration>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override void Vjp(in VjpContext<T> context)
    {
        var (a, b, c) = Declaration.Vjp(context[0], context[1], context[2], context.Result, context.Cotangent);
        context.Contribute(0, a);
        context.Contribute(1, b);
        context.Contribute(2, c);
    }

    internal override Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        CheckCount(operands, 3);
        if (!Shape.TryBroadcast(in operands[0], in operands[1], out Shape two)) throw Errors.CannotBroadcast(Name, operands[0], operands[1]);
        return Shape.TryBroadcast(in two, in operands[2], out Shape result) ? result : throw Errors.CannotBroadcast(Name, two, operands[2]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        int count = destination.Length;
        if (operands.IsFlat(0, count, out int stepA) && operands.IsFlat(1, count, out int stepB) && operands.IsFlat(2, count, out int stepC))
        {
            Elementwise.MapFlat(
                in Declaration, in operands.Origin(0), stepA, in operands.Origin(1), stepB, in operands.Origin(2), stepC, destination, operands.Parallel);
            return;
        }

        operands.Broadcast(out Strided<T> a, out Strided<T> b, out Strided<T> c);
        Elementwise.Map(in Declaration, in a, in b, in c, destination);
    }
}

internal sealed class ViewBinding<TDeclaration, T>(TDeclaration declaration)
    : Binding<TDeclaration, T>(declaration, OperationKind.View, keepsOrder: TDeclaration.KeepsOrder)
    where TDeclaration : struct, IViewOperation<TDeclaration, T>, IEquatable<TDeclaration>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, Declaration.Vjp(context[0], context.Cotangent));

    internal override Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        CheckCount(operands, 1);
        return Declaration.InferShape(operands[0]);
    }

    internal override bool TryView(in Layout operand, out Layout result, out int offset) => Declaration.TryView(in operand, out result, out offset);

    internal override void Evaluate(in Operands<T> operands, Span<T> destination) =>
        throw new InvalidOperationException($"{Name}: a view shows its operand's memory; it computes nothing.");
}

internal sealed class KernelBinding<TDeclaration, T>(TDeclaration declaration)
    : Binding<TDeclaration, T>(declaration, OperationKind.Kernel, TDeclaration.AcceptsStrides)
    where TDeclaration : struct, IKernelOperation<TDeclaration, T>, IEquatable<TDeclaration>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal override bool GivesIndices => TDeclaration.GivesIndices;

    internal override long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => TDeclaration.CountMultiplyAdds(operands, result);

    public override void Vjp(in VjpContext<T> context) => Declaration.Vjp(in context);

    internal override Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        if (TDeclaration.OperandCount >= 0) CheckCount(operands, TDeclaration.OperandCount);
        return Declaration.InferShape(operands);
    }

    internal override void Evaluate(in Operands<T> operands, Span<T> destination) => Declaration.Evaluate(in operands, destination);
}
