using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Runs element-wise nodes whose operands have strides: finds how they lie under the shape of the result.</summary>
internal static class ElementwiseNode
{
    /// <summary>Computes the result.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Evaluate<T>(ElementKernel<T> formula, scoped in Operands<T> operands, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (formula.Operands == 2 && operands.IsFlat(0, destination.Length, out int step) && step == 1 && operands.IsRow(1, 0, out int length))
        {
            Elementwise.MapRows(formula, in operands.Origin(0), in operands.Origin(1), length, destination, operands.Parallel);
            return;
        }

        EvaluateStrided(formula, in operands, destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void EvaluateStrided<T>(ElementKernel<T> formula, scoped in Operands<T> operands, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (formula.Operands == 1)
        {
            Elementwise.Map(formula, operands[0], destination, operands.Parallel);
        }
        else if (formula.Operands == 2)
        {
            operands.Broadcast(out Strided<T> a, out Strided<T> b);
            Elementwise.Map(formula, in a, in b, destination, operands.Parallel);
        }
        else
        {
            operands.Broadcast(out Strided<T> a, out Strided<T> b, out Strided<T> c);
            Elementwise.Map(formula, in a, in b, in c, destination, operands.Parallel);
        }
    }
}
