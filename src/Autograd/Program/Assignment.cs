using System.Numerics;

namespace Autograd;

/// <summary>
/// A parameter takes the value of a node: θ ← y. The operands are the parameter and y; the result lies in the parameter's own memory, so that it
/// is computed after everything that reads the old values, and is never differentiated.
/// </summary>
internal sealed class Assignment<T> : Operation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Assignment()
        : base("Assign", OperationKind.Elementwise, isDifferentiable: false) => Formula = OfTwo<T, SecondOperand>.Kernel(default);

    internal override Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0];

    /// <summary>f(θ, y) = y.</summary>
    private readonly struct SecondOperand : IBinaryFormula<T>
    {
        public L Evaluate<L>(L a, L b)
            where L : struct, ILane<L, T> => b;
    }
}
