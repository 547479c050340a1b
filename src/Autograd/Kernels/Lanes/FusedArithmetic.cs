using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Autograd;

/// <summary>
/// a · b + c rounded once, with the same bits whether or not there is an instruction for it. Where there is none the framework calls the C
/// library for each element. Floats are computed in double instead; doubles are left to the C library: computed in exact parts, two of them would
/// take some fifty operations.
/// </summary>
internal static class FusedArithmetic
{
    /// <summary>
    /// The last bits of a double that are all zero if it is a float or lies in the middle between two: a float has 24 bits, a middle 25, a
    /// double 53. Where the range of normal floats ends, they have fewer.
    /// </summary>
    private const int Tail = 28;

    /// <summary>
    /// Whether the compiler has the instruction: on x64 it comes with AVX2. <see cref="Fma.IsSupported"/> is not asked, since an
    /// ahead-of-time compiler for every x64 processor makes it a question at run time, and the instruction a call.
    /// </summary>
    public static bool IsInstruction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated || AdvSimd.IsSupported;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd<T>(Vector128<T> a, Vector128<T> b, Vector128<T> c)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double)) return Vector128.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
        return IsInstruction
            ? Vector128.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
            : ByDoubles(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd<T>(T a, T b, T c)
        where T : unmanaged, IFloatingPointIeee754<T> => typeof(T) == typeof(double) || IsInstruction
        ? T.FusedMultiplyAdd(a, b, c)
        : Unsafe.BitCast<float, T>(ByDoubles(Unsafe.BitCast<T, float>(a), Unsafe.BitCast<T, float>(b), Unsafe.BitCast<T, float>(c)));

    /// <summary>
    /// The product of two floats is exact in double. The sum is rounded there and again to float, which differs from rounding once only where
    /// the first rounding moved it onto the middle between two floats: then it is kept off it, on its side, by an odd last bit.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> ByDoubles(Vector128<float> a, Vector128<float> b, Vector128<float> c)
    {
        Vector128<double> lowerProduct = Vector128.WidenLower(a) * Vector128.WidenLower(b), lowerTerm = Vector128.WidenLower(c);
        Vector128<double> upperProduct = Vector128.WidenUpper(a) * Vector128.WidenUpper(b), upperTerm = Vector128.WidenUpper(c);
        Vector128<double> lower = lowerProduct + lowerTerm, upper = upperProduct + upperTerm;
        return Vector128.EqualsAny(LastWords(lower.AsInt32(), upper.AsInt32()) << (32 - Tail), Vector128<int>.Zero) ? ByOddDoubles(a, b, c) : Vector128.Narrow(lower, upper);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector128<float> ByOddDoubles(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.Narrow(
        ToOdd(Vector128.WidenLower(a) * Vector128.WidenLower(b), Vector128.WidenLower(c)),
        ToOdd(Vector128.WidenUpper(a) * Vector128.WidenUpper(b), Vector128.WidenUpper(c)));

    /// <summary>The same of one element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float ByDoubles(float a, float b, float c)
    {
        double product = (double)a * b, sum = product + c;
        return (float)((int)BitConverter.DoubleToInt64Bits(sum) << (32 - Tail) != 0 ? sum : ToOdd(product, c));
    }

    /// <summary>The less significant half of each of four doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> LastWords(Vector128<int> lower, Vector128<int> upper) => Sse.IsSupported
        ? Sse.Shuffle(lower.AsSingle(), upper.AsSingle(), 0b10_00_10_00).AsInt32()
        : Vector128.Narrow(lower.AsInt64(), upper.AsInt64());

    /// <summary>a + b, if it is no double then the one of the two doubles around it whose last bit is 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> ToOdd(Vector128<double> a, Vector128<double> b)
    {
        Vector128<double> sum = a + b, part = sum - a, error = (a - (sum - part)) + (b - part);
        Vector128<ulong> inexact = Vector128.LessThan(Vector128<double>.Zero, Vector128.Abs(error)).AsUInt64();
        Vector128<ulong> beyond = (error.AsUInt64() ^ sum.AsUInt64()) & inexact;
        return ((sum.AsUInt64() - (beyond >>> 63)) | (inexact >>> 63)).AsDouble();
    }

    /// <summary>The same of one element.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double ToOdd(double a, double b)
    {
        double sum = a + b, part = sum - a, error = (a - (sum - part)) + (b - part);
        if (!(Math.Abs(error) > 0)) return sum;
        long bits = BitConverter.DoubleToInt64Bits(sum);
        return BitConverter.Int64BitsToDouble((bits - ((bits ^ BitConverter.DoubleToInt64Bits(error)) >>> 63)) | 1);
    }
}
