using System.Numerics;

namespace Autograd;

/// <summary>
/// The product of a vector x with the Jacobian of a softmax p or of its logarithm, or with the transpose of that: p ⊙ (x − Σ x ⊙ p),
/// x − Σ x ⊙ p, x − p ⊙ Σ x. Linear in x, and its own rule: the transpose again; p is taken for a variable of its own.
/// </summary>
/// <remarks>
/// Where an element of p is near 1 it is computed without the difference 1 − p, which has no digits there. Both operands of it are cotangents or
/// tangents in an adjoint program, so that their −0 was cut off.
/// </remarks>
/// <param name="Jacobian">Of what, and whether transposed.</param>
/// <param name="Reduced">The dimensions over which p sums to 1.</param>
internal readonly record struct SoftmaxJacobianProductOperation<T>(SoftmaxJacobian Jacobian, Dimensions Reduced)
    : IKernelOperation<SoftmaxJacobianProductOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "SoftmaxJacobianProduct";

    /// <inheritdoc/>
    public static Notation NotationOf(SoftmaxJacobianProductOperation<T> operation) => Notation.SoftmaxJacobianProduct(operation.Jacobian, operation.Reduced);

    /// <inheritdoc/>
    public static int OperandCount => 2;

    /// <inheritdoc/>
    public static bool TryLift(SoftmaxJacobianProductOperation<T> operation, int count, out SoftmaxJacobianProductOperation<T> lifted)
    {
        lifted = operation with { Reduced = operation.Reduced.Shifted };
        return true;
    }

    static IndexSets IKernelOperation<SoftmaxJacobianProductOperation<T>, T>.Depend(SoftmaxJacobianProductOperation<T> operation, in OperandSets operands) =>
        operands[0].With(operands[1], operands.Shape).Throughout(operation.Reduced);

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        ParallelSoftmaxJacobian<T>.Run(Jacobian, operands[0], operands[1], Reduced, destination, operands.Parallel);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Variable<T> x = context[0], p = context[1], cotangent = context.Cotangent;
        SoftmaxJacobian transposed = Jacobian switch
        {
            SoftmaxJacobian.Logarithm => SoftmaxJacobian.LogarithmTransposed,
            SoftmaxJacobian.LogarithmTransposed => SoftmaxJacobian.Logarithm,
            _ => SoftmaxJacobian.Softmax,
        };
        if (context.Needs(0)) context.Contribute(0, cotangent.TimesJacobian(transposed, p, Reduced));
        if (!context.Needs(1)) return;
        context.Contribute(1, Jacobian switch
        {
            SoftmaxJacobian.Logarithm => Times(x, Sum(cotangent)).NegatedCotangent(),
            SoftmaxJacobian.LogarithmTransposed => Times(cotangent, Sum(x)).NegatedCotangent(),
            _ => Times(cotangent, x.TimesJacobian(SoftmaxJacobian.Logarithm, p, Reduced)).SubtractCotangent(Times(x, Sum(cotangent.ScaledBy(p)))),
        });
    }

    private static Variable<T> Times(Variable<T> a, Variable<T> b) => a.Apply(new ScaleByOperation<T>(Cutting.AtNegativeZeros), b);

    private Variable<T> Sum(Variable<T> x) => x.Apply(new SumOperation<T>(Reduced, Keep: true, IsCotangent: true));
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The product of a cotangent or tangent with a Jacobian.</summary>
        /// <param name="jacobian">Of what, and whether transposed.</param>
        /// <param name="p">The softmax, with the lengths of this node.</param>
        /// <param name="reduced">The dimensions over which p sums to 1.</param>
        /// <returns>A node with the lengths of this one.</returns>
        internal Variable<T> TimesJacobian(SoftmaxJacobian jacobian, Variable<T> p, Dimensions reduced) =>
            x.Apply(new SoftmaxJacobianProductOperation<T>(jacobian, reduced), p);
    }
}
