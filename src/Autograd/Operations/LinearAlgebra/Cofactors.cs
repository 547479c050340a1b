using System.Numerics;

namespace Autograd;

/// <summary>
/// Cofactors of a square matrix: the derivative of its determinant, det A · A⁻ᵀ where that exists. The VJP is linear in the cotangent: the second
/// derivative of the determinant in its direction.
/// </summary>
internal readonly record struct CofactorsOperation<T> : IKernelOperation<CofactorsOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Cofactors";

    public static int OperandCount => 1;

    public static Notation NotationOf(CofactorsOperation<T> operation) =>
        Notation.Function("cof").Explained("cof(X)", "the cofactors of X: det X times the inverse of its transpose");

    public static long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => (long)result.ElementCount * result[^1] * 4 / 3;

    public static bool TryLift(CofactorsOperation<T> operation, int count, out CofactorsOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<CofactorsOperation<T>, T>.Depend(CofactorsOperation<T> operation, in OperandSets operands) => operands.Slices(operands[0].Shape.Rank - 2);

    public Shape InferShape(ReadOnlySpan<Shape> operands) => MatrixShapes.Square(Name, "the matrix", operands[0]);

    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        LinearSystems.Cofactors(operands[0].Span, operands[0].Shape[^1], destination, operands.Parallel);

    public void Vjp(in VjpContext<T> context) => context.Contribute(0, context[0].Apply(new CofactorsDerivativeOperation<T>(), context.Cotangent));
}

/// <summary>
/// The derivative of ⟨G, cof A⟩ by A: the second derivative of the determinant, a symmetric bilinear form of which G is one argument. Computed without a
/// division, so right for singular matrices; its own derivative by A is stated with the inverse,
/// and NaN where there is none.
/// </summary>
internal readonly record struct CofactorsDerivativeOperation<T> : IKernelOperation<CofactorsDerivativeOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "CofactorsDerivative";

    public static int OperandCount => 2;

    static bool IOperation<CofactorsDerivativeOperation<T>, T>.BroadcastsOperands => true;

    public static Notation NotationOf(CofactorsDerivativeOperation<T> operation) =>
        Notation.Function("dcof").LinearIn(1).Explained("dcof(X, G)", "the derivative of Σ G ⊙ cof(X) by X");

    public static bool TryLift(CofactorsDerivativeOperation<T> operation, int count, out CofactorsDerivativeOperation<T> lifted)
    {
        lifted = operation;
        return true;
    }

    static IndexSets IKernelOperation<CofactorsDerivativeOperation<T>, T>.Depend(CofactorsDerivativeOperation<T> operation, in OperandSets operands) => operands.Slices(operands.Shape.Rank - 2);

    public Shape InferShape(ReadOnlySpan<Shape> operands) => MatrixShapes.Solution(Name, operands[0], operands[1]);

    public void Evaluate(in Operands<T> operands, Span<T> destination) => CofactorDerivatives.Find(operands[0], operands[1], destination);

    public void Vjp(in VjpContext<T> context)
    {
        // With B = A⁻¹, t(X) = tr(B X) and another direction W, the third derivative of d = det A is
        // d ((t(G) t(W) − t(G B W)) Bᵀ − t(W) (B G B)ᵀ − t(G) (B W B)ᵀ + (B G B W B)ᵀ + (B W B G B)ᵀ).
        Variable<T> a = context[0], g = context[1], w = context.Cotangent;
        context.Contribute(1, a.Apply(this, w));
        if (!context.Needs(0)) return;
        Variable<T> b = a.Apply(new InverseOperation<T>(GivesNaN: true)), bg = b.MatMul(g), bw = b.MatMul(w), bgb = bg.MatMul(b), bwb = bw.MatMul(b);
        Variable<T> tg = TraceOfProduct(b, g), tw = TraceOfProduct(b, w), tgw = TraceOfProduct(bgb, w);
        Variable<T> sum = b * ((tg * tw) - tgw) - (bgb * tw) - (bwb * tg) + bg.MatMul(bwb) + bw.MatMul(bgb);
        context.Contribute(0, (sum * a.Determinant().Reshape(MatrixShapes.Batch(a.Shape, 1, 1))).Transpose());
    }

    private static Variable<T> TraceOfProduct(Variable<T> a, Variable<T> b) => (a.Transpose() * b).Sum([-2, -1], keep: true);
}
