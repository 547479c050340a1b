using Autograd.Authoring;

namespace Autograd;

/// <summary>
/// A recorded function as one node: its value is computed on a tape of its own, on which its arguments are leaves, so that derivatives by them are partial
/// ones. The rule is the pullback of the function, the same kind of node. The result has the shape of one of the operands.
/// </summary>
internal readonly record struct RecordedOperation(RecordedFunction Function, int ShapeOf) : IKernelOperation<RecordedOperation, double>
{
    public static string Name => "ImplicitPullback";

    public static Notation NotationOf(RecordedOperation operation) =>
        Notation.Function("pull").Explained("pull(x, p, λ)", "(∂F/∂p)ᵀ λ, where F(x, p) = 0 is the equation of x");

    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[ShapeOf];

    public void Evaluate(in Operands<double> operands, Span<double> destination) =>
        new BoundFunction(Function, in operands, 0, operands.Count).Evaluate(destination);

    public void Vjp(in VjpContext<double> context)
    {
        var operands = new Variable<double>[context.Count + 1];
        for (int k = 0; k < context.Count; k++) operands[k] = context[k];
        operands[^1] = context.Cotangent;
        for (int k = 0; k < context.Count; k++)
        {
            if (context.Needs(k)) context.Contribute(k, context.Cotangent.Tape.Record(new RecordedOperation(new Pullback(Function, k), k), operands));
        }
    }
}
