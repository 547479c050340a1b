using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>An operation that states its vector-Jacobian product.</summary>
/// <remarks>What does not depend on the declaration stands here: it is compiled once, not for each operation.</remarks>
internal abstract class DifferentiableOperation<T>(
    string name, OperationKind kind, int operandCount, bool isDifferentiable, bool acceptsStrides = true, bool keepsOrder = false,
    bool hasInfiniteSlope = false, Type? declaration = null, bool givesIndices = false, uint indexOperands = 0)
    : Operation<T>(name, kind, isDifferentiable, acceptsStrides, keepsOrder, hasInfiniteSlope || IsElsewhere(declaration), givesIndices, indexOperands)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many operands it takes; −1 where that is open.</summary>
    internal int OperandCount { get; } = operandCount;

    /// <summary>Whether it was declared outside of this library.</summary>
    internal bool IsForeign { get; } = IsElsewhere(declaration);

    internal override bool MayThrow => IsForeign || IndexOperands != 0;

    internal override bool IsPure => !IsForeign;

    /// <summary>Whether operands are broadcast to each other, or to the result.</summary>
    internal virtual bool Broadcasts => Kind == OperationKind.Elementwise;

    /// <summary>Whether there is an operation that does the same with each slice along one more dimension in front.</summary>
    internal virtual bool CanLift => Kind == OperationKind.Elementwise;

    /// <summary>Whether several operations together do that, which are recorded by <see cref="LiftInParts"/>.</summary>
    internal virtual bool IsLiftedInParts => false;

    /// <summary>The sum of two cotangents, of which it computes the second, where there is something simpler than adding them up.</summary>
    internal virtual bool TryJoin(Variable<T> a, Variable<T> b, out Variable<T> joined)
    {
        joined = default;
        return false;
    }

    /// <summary>Contributes the operands' cotangents.</summary>
    public abstract void Vjp(in VjpContext<T> context);

    /// <summary>That operation; only where there is one.</summary>
    /// <param name="count">The length of the dimension.</param>
    /// <param name="operations">Where equal operations are found.</param>
    internal virtual Operation<T> Lift(int count, OperationCache<T> operations) => this;

    /// <summary>Records those operations; only where there are some.</summary>
    /// <param name="count">The length of the dimension.</param>
    /// <param name="operands">The operands, in front of which it stands or not.</param>
    /// <param name="lifted">In front of which it does.</param>
    internal virtual Variable<T> LiftInParts(int count, ReadOnlySpan<Variable<T>> operands, uint lifted) => throw new UnreachableException();

    internal sealed override Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        if (OperandCount >= 0 && operands.Length != OperandCount) throw Errors.OperandCount(Name, operands.Length, OperandCount);
        if (Kind != OperationKind.Elementwise) return ShapeOf(operands);
        Shape result = operands[0];
        for (int k = 1; k < operands.Length; k++)
        {
            Shape before = result;
            if (!Shape.TryBroadcast(in before, in operands[k], out result)) throw Errors.CannotBroadcast(Name, before, operands[k]);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // Else it stands twice in the constructor of every binding, and is long there.
    private static bool IsElsewhere(Type? declaration) => declaration is not null && declaration.Assembly != typeof(DifferentiableOperation<T>).Assembly;

    /// <summary>The shape of a result that is not element-wise, from as many operands as there are to be.</summary>
    private protected virtual Shape ShapeOf(ReadOnlySpan<Shape> operands) => operands[0];
}

/// <summary>A declaration as the operation of nodes: connects the struct that an author writes to the virtual calls of the evaluator.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal abstract class Binding<TDeclaration, T>(
    TDeclaration declaration, OperationKind kind, int operandCount, bool acceptsStrides = true, bool keepsOrder = false, bool givesIndices = false,
    uint indexOperands = 0)
    : DifferentiableOperation<T>(
        TDeclaration.Name, kind, operandCount, TDeclaration.IsDifferentiable, acceptsStrides, keepsOrder, TDeclaration.HasInfiniteSlope,
        typeof(TDeclaration), givesIndices, indexOperands)
    where TDeclaration : struct, IOperation<TDeclaration, T>, IEquatable<TDeclaration>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly TDeclaration Declaration = declaration;

    public override object? Attributes => Declaration;

    public override Notation Notation => TDeclaration.NotationOf(Declaration);

    internal override bool Broadcasts => Kind == OperationKind.Elementwise || TDeclaration.BroadcastsOperands;

    internal override bool CanLift => Kind == OperationKind.Elementwise || TDeclaration.IsLiftedInParts || TDeclaration.TryLift(Declaration, 1, out _);

    internal override bool IsLiftedInParts => TDeclaration.IsLiftedInParts;

    internal override Operation<T> Lift(int count, OperationCache<T> operations) =>
        Kind != OperationKind.Elementwise && TDeclaration.TryLift(Declaration, count, out TDeclaration lifted) ? operations.Find(lifted) : this;

    internal override Variable<T> LiftInParts(int count, ReadOnlySpan<Variable<T>> operands, uint lifted) => TDeclaration.LiftInParts(Declaration, count, operands, lifted);
}

internal sealed class UnaryBinding<TDeclaration, T> : Binding<TDeclaration, T>
    where TDeclaration : struct, IUnaryOperation<TDeclaration, T>, IEquatable<TDeclaration>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UnaryBinding(TDeclaration declaration)
        : base(declaration, OperationKind.Elementwise, 1) => Formula = OfOne<T, TDeclaration>.Kernel(declaration);

    public override void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, Declaration.Vjp(context[0], context.Result, context.Cotangent));
}

internal sealed class BinaryBinding<TDeclaration, T> : Binding<TDeclaration, T>
    where TDeclaration : struct, IBinaryOperation<TDeclaration, T>, IEquatable<TDeclaration>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BinaryBinding(TDeclaration declaration)
        : base(declaration, OperationKind.Elementwise, 2) => Formula = OfTwo<T, TDeclaration>.Kernel(declaration);

    public override void Vjp(in VjpContext<T> context)
    {
        var (a, b) = Declaration.Vjp(context[0], context[1], context.Result, context.Cotangent);
        context.Contribute(0, a);
        context.Contribute(1, b);
    }
}

internal sealed class TernaryBinding<TDeclaration, T> : Binding<TDeclaration, T>
    where TDeclaration : struct, ITernaryOperation<TDeclaration, T>, IEquatable<TDeclaration>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TernaryBinding(TDeclaration declaration)
        : base(declaration, OperationKind.Elementwise, 3) => Formula = OfThree<T, TDeclaration>.Kernel(declaration);

    public override void Vjp(in VjpContext<T> context)
    {
        var (a, b, c) = Declaration.Vjp(context[0], context[1], context[2], context.Result, context.Cotangent);
        context.Contribute(0, a);
        context.Contribute(1, b);
        context.Contribute(2, c);
    }
}

[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal sealed class ViewBinding<TDeclaration, T>(TDeclaration declaration)
    : Binding<TDeclaration, T>(declaration, OperationKind.View, 1, keepsOrder: TDeclaration.KeepsOrder)
    where TDeclaration : struct, IViewOperation<TDeclaration, T>, IEquatable<TDeclaration>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override void Vjp(in VjpContext<T> context) =>
        context.Contribute(0, Declaration.Vjp(context[0], context.Cotangent));

    internal override bool TryView(in Layout operand, out Layout result, out int offset) => Declaration.TryView(in operand, out result, out offset);

    private protected override Shape ShapeOf(ReadOnlySpan<Shape> operands)
    {
        Shape shape = Declaration.InferShape(operands[0]);
        if (KeepsOrder && shape.ElementCount != operands[0].ElementCount) throw Errors.ViewCount(Name, operands[0], shape);
        return shape;
    }
}

[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal sealed class KernelBinding<TDeclaration, T>(TDeclaration declaration)
    : Binding<TDeclaration, T>(
        declaration, OperationKind.Kernel, TDeclaration.OperandCount, TDeclaration.AcceptsStrides, false, TDeclaration.GivesIndices,
        TDeclaration.IndexOperands)
    where TDeclaration : struct, IKernelOperation<TDeclaration, T>, IEquatable<TDeclaration>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal override bool MayThrow => base.MayThrow || TDeclaration.RefusesValues;

    internal override Dimensions? Summed => TDeclaration.SummedBy(Declaration);

    internal override bool TryJoin(Variable<T> a, Variable<T> b, out Variable<T> joined) => TDeclaration.TryJoin(a, b, out joined);

    internal override bool CopiesTransposed(in Shape first, in Shape second) => TDeclaration.CopiesTransposed(in first, in second);

    internal override long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => TDeclaration.CountMultiplyAdds(operands, result);

    public override void Vjp(in VjpContext<T> context) => Declaration.Vjp(in context);

    internal override IndexSets Depend(in OperandSets operands) => TDeclaration.Depend(Declaration, operands);

    internal override void Evaluate(in Operands<T> operands, Span<T> destination) => Declaration.Evaluate(in operands, destination);

    private protected override Shape ShapeOf(ReadOnlySpan<Shape> operands) => Declaration.InferShape(operands);
}
