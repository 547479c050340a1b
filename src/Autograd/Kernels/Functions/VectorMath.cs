using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Elementary functions, written once for every lane width and for float and double: within 2 units in the last place over the
/// whole range, and the same bits for an element in every width.
/// </summary>
/// <remarks>
/// The same bits, because each element goes through the same sequence of correctly rounded operations: a fused multiply-add
/// stands exactly where it is written, conditions are selections, and the few elements that need a slower path (huge angles)
/// take a scalar one. The polynomials are minimax approximations (Remez exchange, 50 digits, of the function named beside each),
/// rounded to the element type.
/// Code on the fast path is inlined into the loops; longer functions are called once per lane. What the compiler inlines into one
/// method is limited, and beyond the limit even an addition is called: after a formula has grown, look for calls in the machine code
/// of the pairs' loop (DOTNET_JitDisasm=Pairs). Long polynomials for double therefore stand in memory.
/// </remarks>
internal static partial class VectorMath
{
    private const MethodImplOptions Inlined = MethodImplOptions.AggressiveInlining;
    private const MethodImplOptions Called = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>A constant, rounded to the element type.</summary>
    [MethodImpl(Inlined)]
    private static L K<L, T>(double value)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? L.Create(Unsafe.BitCast<float, T>((float)value)) : L.Create(Unsafe.BitCast<double, T>(value));

    /// <summary>A constant that differs between the element types.</summary>
    [MethodImpl(Inlined)]
    private static L K<L, T>(float single, double @double)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? L.Create(Unsafe.BitCast<float, T>(single)) : L.Create(Unsafe.BitCast<double, T>(@double));

    /// <summary>A bit pattern.</summary>
    [MethodImpl(Inlined)]
    private static L Bits<L, T>(uint single, ulong @double)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? L.Create(Unsafe.BitCast<uint, T>(single)) : L.Create(Unsafe.BitCast<ulong, T>(@double));

    [MethodImpl(Inlined)]
    private static L SignBit<L, T>()
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => Bits<L, T>(0x8000_0000, 0x8000_0000_0000_0000);

    /// <summary>1.5 · 2^23 or 1.5 · 2^52: added to a small number it rounds it to an integer, which then stands in the low bits.</summary>
    [MethodImpl(Inlined)]
    private static L Rounder<L, T>()
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => K<L, T>(12582912f, 6755399441055744.0);

    /// <summary>|x| below the point where the function is x to working precision: ±0 and denormals come out as they are.</summary>
    [MethodImpl(Inlined)]
    private static L TinyAsItself<L, T>(L x, L y)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        L.Select(L.LessThan(L.Abs(x), K<L, T>(2.9802322387695312e-8f, 5.551115123125783e-17)), x, y);

    /// <summary>A non-negative y with the sign of x.</summary>
    [MethodImpl(Inlined)]
    private static L WithSignOf<L, T>(L y, L x)
        where L : struct, ILaneBits<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => L.Or(y, L.And(x, SignBit<L, T>()));

    /// <summary>Σ cₖ zᵏ, coefficients in memory: for long polynomials.</summary>
    [MethodImpl(Inlined)]
    private static L Polynomial<L, T>(L z, ReadOnlySpan<double> coefficients)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T c = ref Unsafe.As<double, T>(ref MemoryMarshal.GetReference(coefficients));
        int last = coefficients.Length - 1;
        L sum = L.Create(Unsafe.Add(ref c, last));
        for (int k = last - 1; k >= 0; k--) sum = L.FusedMultiplyAdd(sum, z, L.Create(Unsafe.Add(ref c, k)));
        return sum;
    }

    /// <summary>Σ cₖ zᵏ, coefficients in memory.</summary>
    [MethodImpl(Inlined)]
    private static L Polynomial<L, T>(L z, ReadOnlySpan<float> single, ReadOnlySpan<double> @double)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T c = ref typeof(T) == typeof(float)
            ? ref Unsafe.As<float, T>(ref MemoryMarshal.GetReference(single))
            : ref Unsafe.As<double, T>(ref MemoryMarshal.GetReference(@double));
        int last = (typeof(T) == typeof(float) ? single.Length : @double.Length) - 1;
        L sum = L.Create(Unsafe.Add(ref c, last));
        for (int k = last - 1; k >= 0; k--) sum = L.FusedMultiplyAdd(sum, z, L.Create(Unsafe.Add(ref c, k)));
        return sum;
    }

    /// <summary>Σ cₖ zᵏ as a sum of two numbers: the rounding errors of the last three steps are kept.</summary>
    [MethodImpl(Inlined)]
    private static L Polynomial<L, T>(L z, ReadOnlySpan<float> single, ReadOnlySpan<double> @double, out L low)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L rest = Polynomial<L, T>(z, single[3..], @double[3..]), c = K<L, T>(single[2], @double[2]), sum = L.FusedMultiplyAdd(rest, z, c);
        low = L.FusedMultiplyAdd(rest, z, c - sum);
        sum = Horner<L, T>(sum, z, K<L, T>(single[1], @double[1]), ref low);
        return Horner<L, T>(sum, z, K<L, T>(single[0], @double[0]), ref low);
    }

    /// <summary>(sum + low) z + c as a sum of two numbers.</summary>
    [MethodImpl(Inlined)]
    private static L Horner<L, T>(L sum, L z, L c, ref L low)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        L next = L.FusedMultiplyAdd(sum, z, c);
        low = L.FusedMultiplyAdd(low, z, L.FusedMultiplyAdd(sum, z, c - next));
        return next;
    }
}
