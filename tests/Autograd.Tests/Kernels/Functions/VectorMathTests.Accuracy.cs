using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Tests;

/// <content>Every function at a million points of each type.</content>
public partial class VectorMathTests
{
    /// <summary>What is allowed, in units in the last place; the ratio is there as a slope, and Gelu is fast.</summary>
    private static double Allowed(string name) => name switch { "Gelu" => 7, "InverseMillsRatio" => 3, _ => 2 };

    /// <summary>A million, or fewer where fused multiply-adds, on which the formulas live, are done in software.</summary>
    private static readonly int Points = Fma.IsSupported || AdvSimd.IsSupported ? 1_000_000 : 10_000;

    public static TheoryData<string> AllNames => ["Pow", .. Functions, .. NormalFunctions];

    [Theory]
    [MemberData(nameof(AllNames))]
    public void WithinAFewUnitsInTheLastPlaceFloat(string name) => CheckAccuracy<float>(name);

    [Theory]
    [MemberData(nameof(AllNames))]
    public void WithinAFewUnitsInTheLastPlaceDouble(string name) => CheckAccuracy<double>(name);

    /// <summary>The fast reference is itself judged by the slow one, made of integers and series.</summary>
    [Theory]
    [MemberData(nameof(AllNames))]
    public void TheReferenceIsRightTo72Bits(string name)
    {
        var random = new SplitMix64(99);
        for (int i = 0; i < 300; i++)
        {
            (double x, double y) = Arguments<double>(name, ref random, i);
            var reference = Reference.Of(name, x, y);
            if (Math.Abs(reference.Exponent) > 1500 || (NormalFunctions.Contains(name) && Math.Abs(x) > 50)) continue;
            BigReal exact = name == "Pow" ? BigReal.Exp(BigReal.Log(x) * y) : Exact(name, x);
            BigReal error = ((BigReal)reference.Value.High + reference.Value.Low).Scale(reference.Exponent) - exact;
            Assert.True(error.IsZero || error.Log2Floor <= exact.Log2Floor - 72, $"{name}({x:R}, {y:R})");
        }
    }

    private static void CheckAccuracy<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new SplitMix64(20240607);
        double worst = 0;
        (T, T) worstAt = default;
        T[] x = new T[1024], y = new T[1024], result = new T[1024];
        for (int done = 0; done < Points; done += x.Length)
        {
            for (int i = 0; i < x.Length; i++) (x[i], y[i]) = Arguments<T>(name, ref random, done + i);
            if (Vector256.IsHardwareAccelerated) Apply<Lane256<T>, T>(name, x, y, result);
            else Apply<ScalarLane<T>, T>(name, x, y, result);
            for (int i = 0; i < x.Length; i++)
            {
                double error = Reference.Of(name, double.CreateTruncating(x[i]), double.CreateTruncating(y[i])).Error(result[i]);
                if (error > worst) (worst, worstAt) = (error, (x[i], y[i]));
            }
        }

        Assert.True(worst <= Allowed(name), $"{name}{worstAt} is wrong by {worst:F3} units in the last place");
    }

    private static void Apply<L, T>(string name, T[] x, T[] y, T[] result)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i += L.Width) L.Store(Call<L, T>(name, L.Load(in x[i]), L.Load(in y[i])), ref result[i]);
    }

    /// <summary>Finite arguments within the function's domain, made without any function that differs from machine to machine.</summary>
    internal static (T X, T Y) Arguments<T>(string name, ref SplitMix64 random, int i)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T x = Point<T>(ref random, i), y = T.Zero;
        if (name is "Log" or "Pow")
        {
            x = T.Abs(x);
            if (x == T.Zero) x = T.One;
        }

        if (name == "Log1p" && x <= T.NegativeOne) x = -x;
        if (name != "Pow") return (x, y);

        // Half of the exponents are such that the result is representable.
        double log = 0.7 * Math.ILogB(double.CreateTruncating(x));
        y = (i & 1) == 0 ? Point<T>(ref random, i / 2) : T.CreateTruncating(((random.NextDouble() * 2) - 1) * Limit<T>() / (log == 0 ? 0.3 : log));
        return (x, T.IsFinite(y) ? y : T.One);
    }

    /// <summary>First the edges and their neighbours, then by turns random bit patterns and numbers of ordinary size, at the formulas' seams too.</summary>
    private static T Point<T>(ref SplitMix64 random, int i)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T edge = Edge<T>(i);
        if (!T.IsNaN(edge)) return edge;
        double unit = random.NextDouble(), sign = (random.Next() & 1) == 0 ? 1 : -1;
        switch (i & 7)
        {
            case 0 or 1 or 2:
                T bits = typeof(T) == typeof(float) ? Unsafe.BitCast<uint, T>((uint)random.Next()) : Unsafe.BitCast<ulong, T>(random.Next());
                return T.IsFinite(bits) ? bits : T.One;
            case 3: return T.CreateTruncating(sign * unit * 8);
            case 4: return T.CreateTruncating(sign * unit * Limit<T>() * 1.1);
            case 5: return T.CreateTruncating(sign * Math.ScaleB(1 + unit, -(int)(random.Next() % 58)));
            case 6: return T.CreateTruncating(sign * (int)(random.Next() % 2000) * (Math.PI / 4) * (1 + (unit * 1e-7)));
            default: return T.CreateTruncating(sign * ((random.Next() % 9 / 8.0) + (unit * 0.01) - 0.005));
        }
    }

    /// <summary>The i-th of the numbers at which formulas change or end, with their neighbours and of both signs; NaN behind the last.</summary>
    private static T Edge<T>(int i)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool single = typeof(T) == typeof(float);
        ReadOnlySpan<double> edges =
        [
            0, single ? float.Epsilon : double.Epsilon, single ? 1.17549435e-38 : 2.2250738585072014e-308, single ? float.MaxValue : double.MaxValue, 1, 2, 0.5, 4,
            0.55, 10, 20, 6, 18, 40, 87, 708, single ? 88.722839 : 709.78271289338399, single ? 87.336544 : 708.39641853226408, single ? 103.97208 : 745.13321910194122,
            single ? 89.415985 : 710.47586007394398, single ? 2.9802322387695312e-8 : 5.551115123125783e-17, single ? 65536 : 134217728, Math.PI / 2, Math.PI / 4,
            Math.Sqrt(2), Math.Sqrt(0.5), single ? 16777216 : 9007199254740992, single ? 8388608 : 4503599627370496,
        ];
        if (i >= edges.Length * 6) return T.NaN;
        T edge = T.CreateTruncating(edges[i / 6]);
        edge = (i % 3) switch { 0 => edge, 1 => T.BitIncrement(edge), _ => T.BitDecrement(edge) };
        if (!T.IsFinite(edge)) edge = T.Zero;
        return i % 6 < 3 ? edge : -edge;
    }
}
