using System.Numerics;

namespace Autograd;

/// <summary>Element-wise loops over strided operands of equal shape into a contiguous destination.</summary>
internal static class Elementwise
{
    public static void Map<T, TFormula>(in TFormula formula, scoped in Strided<T> x, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, IUnaryFormula<T>
    {
        var ix = new Walk<T>(x);
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = formula.Evaluate(new ScalarLane<T>(ix.Next())).Value;
        }
    }

    public static void Map<T, TFormula>(in TFormula formula, scoped in Strided<T> a, scoped in Strided<T> b, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, IBinaryFormula<T>
    {
        var ia = new Walk<T>(a);
        var ib = new Walk<T>(b);
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = formula.Evaluate(new ScalarLane<T>(ia.Next()), new ScalarLane<T>(ib.Next())).Value;
        }
    }

    public static void Map<T, TFormula>(in TFormula formula, scoped in Strided<T> a, scoped in Strided<T> b, scoped in Strided<T> c, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : struct, ITernaryFormula<T>
    {
        var ia = new Walk<T>(a);
        var ib = new Walk<T>(b);
        var ic = new Walk<T>(c);
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = formula.Evaluate(new ScalarLane<T>(ia.Next()), new ScalarLane<T>(ib.Next()), new ScalarLane<T>(ic.Next())).Value;
        }
    }
}
