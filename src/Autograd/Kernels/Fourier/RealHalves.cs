using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// Real lines of an even length n as complex ones of half of it, z[j] = x[2j] + i x[2j + 1], and their spectra: X[k] = E[k] + T[k] and X[n/2 − k] = conj(E[k] − T[k])
/// with E[k] = ½ (Z[k] + conj Z[n/2 − k]) and T[k] = −½ i e^(−2πi k/n) (Z[k] − conj Z[n/2 − k]). The way back is the same with i and the root conjugated.
/// Lines lie as in <see cref="FourierPasses{T}"/>.
/// </summary>
/// <param name="Half">n/2.</param>
/// <param name="Lines">How many lines.</param>
internal readonly unsafe record struct RealHalves<T>(int Half, int Lines)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows 2j to row j of one part, rows 2j + 1 to row j of the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Split(T* rows, T* even, T* odd)
    {
        if (Lines == 1)
        {
            for (nint j = 0; j < Half; j++) (even[j], odd[j]) = (rows[2 * j], rows[(2 * j) + 1]);
            return;
        }

        for (nint j = 0; j < Half; j++, rows += 2 * Lines, even += Lines, odd += Lines)
        {
            new ReadOnlySpan<T>(rows, Lines).CopyTo(new Span<T>(even, Lines));
            new ReadOnlySpan<T>(rows + Lines, Lines).CopyTo(new Span<T>(odd, Lines));
        }
    }

    /// <summary>The reverse of <see cref="Split"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Join(T* even, T* odd, T* rows)
    {
        if (Lines == 1)
        {
            for (nint j = 0; j < Half; j++) (rows[2 * j], rows[(2 * j) + 1]) = (even[j], odd[j]);
            return;
        }

        for (nint j = 0; j < Half; j++, rows += 2 * Lines, even += Lines, odd += Lines)
        {
            new ReadOnlySpan<T>(even, Lines).CopyTo(new Span<T>(rows, Lines));
            new ReadOnlySpan<T>(odd, Lines).CopyTo(new Span<T>(rows + Lines, Lines));
        }
    }

    /// <summary>Transforms of the half lines become n/2 + 1 numbers of each spectrum, or back (there not divided by n, and without the imaginary parts at the ends).</summary>
    /// <param name="real">Real parts, of n/2 + 1 rows.</param>
    /// <param name="imaginary">Imaginary parts.</param>
    /// <param name="cos">cos 2πk/n.</param>
    /// <param name="sin">sin 2πk/n.</param>
    /// <param name="isBack">Whether spectra become half lines.</param>
    public void Exchange(T* real, T* imaginary, T* cos, T* sin, bool isBack)
    {
        if (Vector512.IsHardwareAccelerated && Lines >= Vector512<T>.Count) Exchange<Lane512<T>>(real, imaginary, cos, sin, isBack);
        else if (Vector256.IsHardwareAccelerated && Lines >= Vector256<T>.Count) Exchange<Lane256<T>>(real, imaginary, cos, sin, isBack);
        else if (Vector128.IsHardwareAccelerated && Lines >= Vector128<T>.Count) Exchange<Lane128<T>>(real, imaginary, cos, sin, isBack);
        else Exchange<ScalarLane<T>>(real, imaginary, cos, sin, isBack);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Exchange<L>(T* real, T* imaginary, T* cos, T* sin, bool isBack)
        where L : struct, ILane<L, T>
    {
        Ends(real, imaginary, real + ((nint)Half * Lines), imaginary + ((nint)Half * Lines), isBack);
        T sign = isBack ? -T.One : T.One, half = T.One / (T.One + T.One);
        for (int k = 1; 2 * k <= Half; k++)
        {
            nint low = (nint)k * Lines, high = (nint)(Half - k) * Lines;
            T x = cos[k] * half * sign, y = sin[k] * half;
            int q = 0;
            for (; q <= Lines - L.Width; q += L.Width) Pair(L.Create(x), L.Create(y), real + low + q, imaginary + low + q, real + high + q, imaginary + high + q);
            for (; q < Lines; q++) Pair(ScalarLane<T>.Create(x), ScalarLane<T>.Create(y), real + low + q, imaginary + low + q, real + high + q, imaginary + high + q);
        }
    }

    /// <summary>Both ends of a spectrum, which are real: a + b and a − b of the first number a + b i of the half line's; or back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Ends(T* real, T* imaginary, T* lastReal, T* lastImaginary, bool isBack)
    {
        for (int q = 0; q < Lines; q++)
        {
            T a = real[q], b = isBack ? lastReal[q] : imaginary[q];
            (real[q], lastReal[q]) = (a + b, isBack ? T.Zero : a - b);
            (imaginary[q], lastImaginary[q]) = isBack ? (a - b, T.Zero) : (T.Zero, T.Zero);
        }
    }

    /// <summary>Numbers k and n/2 − k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair<L>(L cos, L sin, T* real, T* imaginary, T* otherReal, T* otherImaginary)
        where L : struct, ILane<L, T>
    {
        L a = L.Load(ref *real), b = L.Load(ref *imaginary), c = L.Load(ref *otherReal), d = L.Load(ref *otherImaginary), half = L.Create(T.One / (T.One + T.One));
        L evenReal = half * (a + c), evenImaginary = half * (b - d), oddReal = a - c, oddImaginary = b + d;
        L turnedReal = L.FusedMultiplyAdd(cos, oddImaginary, -(sin * oddReal)), turnedImaginary = -L.FusedMultiplyAdd(cos, oddReal, sin * oddImaginary);
        L.Store(evenReal + turnedReal, ref *real);
        L.Store(evenImaginary + turnedImaginary, ref *imaginary);
        L.Store(evenReal - turnedReal, ref *otherReal);
        L.Store(turnedImaginary - evenImaginary, ref *otherImaginary);
    }
}
