using System.Numerics;

namespace Autograd.Tests.Operations;

/// <summary>A bell curve, element-wise: y = 1 / (1 + x²), with dy/dx = −2 x y². A user's own operation: one formula, one rule.</summary>
public readonly record struct LorentzianOperation<T> : IUnaryOperation<LorentzianOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Lorentzian";

    public L Evaluate<L>(L x)
        where L : struct, ILane<L, T> => L.One / (L.One + (x * x));

    public Variable<T> Vjp(Variable<T> x, Variable<T> y, Variable<T> cotangent) =>
        cotangent.ScaledBy(-(x + x) * y.Square());
}

/// <summary>Running sums over the last dimension: yᵢ = Σⱼ xⱼ over j ≤ i. The VJP is the running sum from the other end. With a kernel.</summary>
public readonly record struct RunningSumOperation<T> : IKernelOperation<RunningSumOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "RunningSum";

    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0].Rank > 0
        ? operands[0]
        : throw new ArgumentException("RunningSum: a scalar has no dimension to sum over.");

    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        ReadOnlySpan<T> x = operands[0].Span;
        int length = operands[0].Shape[^1];
        T sum = T.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            sum = i % length == 0 ? x[i] : sum + x[i];
            destination[i] = sum;
        }
    }

    public void Vjp(in VjpContext<T> context) => context.Contribute(0, context.Cotangent.Flip(-1).RunningSum().Flip(-1));
}

/// <summary>The methods under which they are called, beside the library's.</summary>
public static class OwnOperations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Variable<T> Lorentzian() => x.Apply(new LorentzianOperation<T>());

        public Variable<T> RunningSum() => x.Apply(new RunningSumOperation<T>());
    }
}

/// <summary>What is wrong with <see cref="FaultyOperation"/>.</summary>
public enum Fault
{
    None,
    WrongSlope,
    NoContribution,
    WrongShape,
    OtherTape,
    ThrowingVjp,
    ThrowingKernel,
}

/// <summary>y = 3x, with a fault.</summary>
public readonly record struct FaultyOperation(Fault Fault, Tape<double>? Other = null) : IKernelOperation<FaultyOperation, double>
{
    public static string Name => "Faulty";

    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

    public void Evaluate(in Operands<double> operands, Span<double> destination)
    {
        if (Fault == Fault.ThrowingKernel) throw new ArithmeticException("Faulty: the kernel cannot.");
        ReadOnlySpan<double> x = operands[0].Span;
        for (int i = 0; i < x.Length; i++) destination[i] = 3 * x[i];
    }

    public void Vjp(in VjpContext<double> context)
    {
        Variable<double> right = context.Cotangent * 3;
        switch (Fault)
        {
            case Fault.WrongSlope:
                context.Contribute(0, context.Cotangent * 2);
                break;
            case Fault.NoContribution:
                break;
            case Fault.WrongShape:
                context.Contribute(0, right.Slice(0, 0, 2));
                break;
            case Fault.OtherTape:
                context.Contribute(0, Other!.Constant(1));
                break;
            case Fault.ThrowingVjp:
                throw new ArithmeticException("Faulty: the rule cannot.");
            default:
                context.Contribute(0, right);
                break;
        }
    }
}
