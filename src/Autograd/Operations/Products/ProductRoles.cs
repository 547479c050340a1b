using System.Numerics;

namespace Autograd;

/// <summary>What the factors of an adjoint product are, as its rule states it.</summary>
internal static class ProductRoles
{
    /// <summary>
    /// The roles of a cotangent and another factor in the product that is the cotangent of an operand. Zeros are told apart where an infinite slope
    /// may meet them: one that comes after, or one that went into the cotangent.
    /// </summary>
    /// <param name="cotangent">The cotangent.</param>
    /// <param name="operand">The operand; nothing comes after a parameter.</param>
    /// <param name="factor">The other factor.</param>
    /// <param name="known">What the other factor is known to be.</param>
    public static (ProductRole Own, ProductRole Other) Of<T>(Variable<T> cotangent, Variable<T> operand, Variable<T> factor, ProductRole known)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Program<T> program = operand.Tape.Program;
        bool matters = program[operand.Index].IsSteep || (program[cotangent.Index].IsSteep && !IsParameter(program, operand.Index));
        if (!matters) return (ProductRole.Value, ProductRole.Value);
        return (ProductRole.Cotangent, known == ProductRole.Cotangent || factor.IsDifferentiable ? known : ProductRole.Constant);
    }

    private static bool IsParameter<T>(Program<T> program, int node)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        while (program[node].Operation.Kind == OperationKind.View) node = program.OperandsOf(program[node])[0];
        return program[node].Operation == LeafOperation<T>.Parameter;
    }
}
