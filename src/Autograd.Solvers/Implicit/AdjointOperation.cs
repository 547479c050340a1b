using Autograd.Authoring;

namespace Autograd;

/// <summary>What is known of the matrix of an adjoint system.</summary>
internal enum AdjointKind
{
    General,
    Symmetric,
    Diagonal,
}

/// <summary>
/// λ with (∂F/∂a₀)ᵀ λ + c = 0. Operands: the arguments a of F, then c. This again is an equation G(λ, a, c) = 0, so the rule is that of
/// <see cref="ImplicitOperation"/>, with G for F: μ = −(∂G/∂λ)⁻ᵀ λ̄, and what a and c get is (∂G/∂a)ᵀ μ and μ.
/// </summary>
internal readonly record struct AdjointOperation(RecordedFunction Function, AdjointKind Kind, ImplicitOptions Options) : IKernelOperation<AdjointOperation, double>
{
    public static string Name => "ImplicitAdjoint";

    public static Notation NotationOf(AdjointOperation operation) =>
        Notation.Function("adjoint").Explained("adjoint(x, p, c)", "the λ with (∂F/∂x)ᵀ λ = −c, where F(x, p) = 0 is the equation of x");

    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

    public void Evaluate(in Operands<double> operands, Span<double> destination)
    {
        ReadOnlySpan<double> c = operands[operands.Count - 1].Span;
        for (int i = 0; i < c.Length; i++) destination[i] = 0 - c[i];
        ImplicitSolutions.Adjoint(new BoundFunction(Function, in operands, 0, operands.Count - 1), Kind, Options, destination);
    }

    public void Vjp(in VjpContext<double> context)
    {
        Tape<double> tape = context.Cotangent.Tape;
        var equation = new AdjointEquation(Function);
        var operands = new Variable<double>[context.Count + 2];
        operands[0] = context.Result;
        for (int k = 0; k < context.Count; k++) operands[k + 1] = context[k];
        operands[^1] = context.Cotangent;
        Variable<double> mu = tape.Record(new AdjointOperation(equation, Kind, Options), operands);
        operands[^1] = mu;
        for (int k = 0; k < context.Count - 1; k++)
        {
            if (context.Needs(k)) context.Contribute(k, tape.Record(new RecordedOperation(new Pullback(equation, k + 1), k + 1), operands));
        }

        context.Contribute(context.Count - 1, mu);
    }
}
