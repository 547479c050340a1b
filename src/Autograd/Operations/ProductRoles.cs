using System.Numerics;

namespace Autograd;

/// <summary>What the factors of an adjoint product are, as its rule states it.</summary>
internal static class ProductRoles
{
    /// <summary>The roles of a cotangent and another factor in the product that is the cotangent of an operand.</summary>
    /// <param name="operand">Whose cotangent it is: where that is a parameter, no slope comes after it that could tell zeros apart.</param>
    /// <param name="factor">The other factor.</param>
    /// <param name="known">What the other factor is known to be.</param>
    public static (ProductRole Own, ProductRole Other) Of<T>(Variable<T> operand, Variable<T> factor, ProductRole known)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsParameter(operand)) return (ProductRole.Value, ProductRole.Value);
        return (ProductRole.Cotangent, known == ProductRole.Cotangent || factor.IsDifferentiable ? known : ProductRole.Constant);
    }

    private static bool IsParameter<T>(Variable<T> variable)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Program<T> program = variable.Tape.Program;
        ref Node<T> node = ref program[variable.Index];
        while (node.Operation.Kind == OperationKind.View) node = ref program[program.OperandsOf(in node)[0]];
        return node.Operation == LeafOperation<T>.Parameter;
    }
}
