using System.Numerics;

namespace Autograd.Tests.Fuzz;

/// <summary>What code of a user throws when it means to; it passes through the library.</summary>
internal sealed class HostileException : Exception;

/// <summary>What an operation does that it must not.</summary>
public enum Mischief
{
    None,
    Throws,
    Records,
    Watches,
    Reads,
    ReadsIndices,
    Differentiates,
    Resets,
    Disposes,
    Indices,
    Shape,
    Layout,
    Offset,
    Negative,
    Never,
}

/// <summary>Does mischief to a tape from within one of its operations.</summary>
internal sealed class Culprit<T>(Tape<T> tape, Variable<T> known)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Act(Mischief mischief)
    {
        switch (mischief)
        {
            case Mischief.Throws: throw new HostileException();
            case Mischief.Records: _ = known + known; break;
            case Mischief.Watches: tape.Watch(new Parameter<T>("own", [2])); break;
            case Mischief.Reads: _ = known.Span; break;
            case Mischief.ReadsIndices: _ = tape.Indices([1]).Values; break;
            case Mischief.Differentiates: known.Backward(known); break;
            case Mischief.Resets: tape.Reset(); break;
            case Mischief.Disposes: tape.Dispose(); break;
        }
    }
}

/// <summary>y = x of any number of operands, which misbehaves in its kernel or in its rule.</summary>
internal readonly record struct HostileKernel<T>(Mischief InKernel, Mischief InRule, Mischief InShape, int Number, Culprit<T> Culprit) : IKernelOperation<HostileKernel<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "HostileKernel";

    public static uint IndexOperands => 0b100;

    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Culprit.Act(InShape);
        return operands.IsEmpty ? Shape.Scalar : operands[0];
    }

    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        destination.Clear();
        if (operands.Count > 0) operands[0].Span.CopyTo(destination);
        if (InKernel == Mischief.Indices) _ = operands.Indices(Number);
        else if (InKernel == Mischief.Offset) _ = operands[Number].Span.Length;
        Culprit.Act(InKernel);
    }

    public void Vjp(in VjpContext<T> context)
    {
        if (InRule == Mischief.Indices) _ = context.Indices(Number).Values;
        else if (InRule == Mischief.Offset) context.Contribute(Number, context[Number]);
        Culprit.Act(InRule);
        if (context.Count > 0) context.Contribute(0, context.Cotangent);
    }
}

/// <summary>A view that shows what it was not given.</summary>
internal readonly record struct HostileView<T>(Mischief Mischief, int Number, Culprit<T> Culprit) : IViewOperation<HostileView<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "HostileView";

    public Shape InferShape(Shape x) => Mischief == Mischief.Shape ? [.. x.ToArray().Take(7), 3] : x;

    public bool TryView(in Layout x, out Layout y, out int offset)
    {
        y = x;
        offset = Mischief is Mischief.Offset or Mischief.Negative ? Number : 0;
        if (Mischief == Mischief.Layout) y = x with { Shape = [5, 7, 9] };
        if (Mischief == Mischief.Negative) y = x with { Strides = new Layout([1000], Layout.Contiguous([100, 1000]).Strides).Strides };
        if (Mischief == Mischief.Never) return false;
        Culprit.Act(Mischief);
        return true;
    }

    public Variable<T> Vjp(Variable<T> x, Variable<T> cotangent) => Mischief == Mischief.Records ? default : cotangent;
}

/// <summary>A formula that misbehaves while it is computed, and in its rule.</summary>
internal readonly record struct HostileFormula<T>(Mischief InFormula, Mischief InRule, Culprit<T> Culprit) : IUnaryOperation<HostileFormula<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "HostileFormula";

    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T>
    {
        Culprit.Act(InFormula);
        return x;
    }

    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent)
    {
        Culprit.Act(InRule);
        return InRule == Mischief.Never ? default : cotangent;
    }
}

/// <summary>Calls a member of what kernels and rules are given, which lives nowhere else.</summary>
internal sealed class Probe<T>(MemberCall member, object?[] arguments)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public object? Result { get; private set; }

    public bool WasCalled { get; private set; }

    public void Call<TSelf>(in TSelf self)
        where TSelf : allows ref struct
    {
        if (member.RefStruct != typeof(TSelf)) return;
        WasCalled = true;
        Result = member.Invoke(in self, arguments);
    }
}

/// <summary>y = x, with a probe in its kernel and its rule.</summary>
internal readonly record struct ProbeOperation<T>(Probe<T> Probe) : IKernelOperation<ProbeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Probe";

    public static bool AcceptsStrides => true;

    public static uint IndexOperands => 0b10;

    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        destination.Clear();
        Probe.Call(in operands);
        Strided<T> x = operands[0];
        Probe.Call(in x);
    }

    public void Vjp(in VjpContext<T> context)
    {
        Probe.Call(in context);
        context.Contribute(0, context.Cotangent);
    }
}
