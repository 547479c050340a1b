using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Tests;

/// <summary>Accuracy of every function against references of twice the precision and more, its values at the edges, and the same bits in every width.</summary>
public partial class VectorMathTests
{
    internal static readonly string[] Functions = ["Exp", "Expm1", "Log", "Log1p", "Sin", "Cos", "Tan", "Atan", "Sinh", "Cosh", "Tanh", "Sigmoid", "Softplus", "Erf"];

    /// <summary>Functions of the normal distribution: with all their digits in the tails, but for a few units in the last place.</summary>
    internal static readonly string[] NormalFunctions = ["Erfc", "NormalDistribution", "NormalDensity", "LogNormalDistribution", "InverseMillsRatio", "Gelu"];

    /// <summary>Functions made of those, which every lane has; <c>AccuracyTests</c> of the operations judges their values.</summary>
    internal static readonly string[] ComposedFunctions =
    [
        "Log2", "Log10", "Asin", "Acos", "Asinh", "Acosh", "Atanh", "Logit", "Atan2", "Hypot", "Remainder", "Fmod", "LogGamma", "Digamma", "Polygamma", "Sinc",
        "SincDerivative", "NormalQuantile", "ErfInv", "BesselI0e", "BesselI1e", "BesselQuotient", "BesselDifference",
        "BesselI1eSlope", "Silu", "SiluSlope", "GeluSlope",
    ];

    public static TheoryData<string> Names => [.. Functions, .. NormalFunctions, "Pow", .. ComposedFunctions];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryWidthGivesTheSameBits(string name)
    {
        CheckWidths<float>(name);
        CheckWidths<double>(name);
    }

    [Theory]
    [InlineData("Exp", 0, 1, double.PositiveInfinity, 0)]
    [InlineData("Expm1", 0, 0, double.PositiveInfinity, -1)]
    [InlineData("Log", 1, 0, double.PositiveInfinity, double.NaN)]
    [InlineData("Log1p", 0, 0, double.PositiveInfinity, double.NaN)]
    [InlineData("Sin", 0, 0, double.NaN, double.NaN)]
    [InlineData("Cos", 0, 1, double.NaN, double.NaN)]
    [InlineData("Tan", 0, 0, double.NaN, double.NaN)]
    [InlineData("Atan", 0, 0, Math.PI / 2, -Math.PI / 2)]
    [InlineData("Sinh", 0, 0, double.PositiveInfinity, double.NegativeInfinity)]
    [InlineData("Cosh", 0, 1, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Tanh", 0, 0, 1, -1)]
    [InlineData("Sigmoid", 0, 0.5, 1, 0)]
    [InlineData("Softplus", 0, 0.6931471805599453, double.PositiveInfinity, 0)]
    [InlineData("Erf", 0, 0, 1, -1)]
    [InlineData("Erfc", 0, 1, 0, 2)]
    [InlineData("NormalDistribution", 0, 0.5, 1, 0)]
    [InlineData("NormalDensity", 0, 0.3989422804014327, 0, 0)]
    [InlineData("LogNormalDistribution", 0, -0.6931471805599453, -0.0, double.NegativeInfinity)]
    [InlineData("InverseMillsRatio", 0, 0.7978845608028654, 0, double.PositiveInfinity)]
    [InlineData("Gelu", 0, 0, double.PositiveInfinity, -0.0)]
    [InlineData("Gelu", -0.0, -0.0, double.PositiveInfinity, -0.0)]
    public void Edges(string name, double at, double value, double atInfinity, double atMinusInfinity)
    {
        CheckEdges<double>(name, at, value, atInfinity, atMinusInfinity);
        CheckEdges<float>(name, (float)at, (float)value, (float)atInfinity, (float)atMinusInfinity);
    }

    [Theory]
    [InlineData("Expm1")]
    [InlineData("Log1p")]
    [InlineData("Sin")]
    [InlineData("Tan")]
    [InlineData("Atan")]
    [InlineData("Sinh")]
    [InlineData("Tanh")]
    public void SmallestNumbersAndSignedZeroComeOutAsTheyAre(string name)
    {
        foreach (double x in (double[])[0.0, -0.0, double.Epsilon, -double.Epsilon, 1e-310, -3e-320]) Assert.Equal(BitConverter.DoubleToInt64Bits(x), BitConverter.DoubleToInt64Bits(One(name, x)));
        foreach (float x in (float[])[0f, -0f, float.Epsilon, -float.Epsilon, 1e-40f]) Assert.Equal(BitConverter.SingleToInt32Bits(x), BitConverter.SingleToInt32Bits(One(name, x)));
    }

    [Fact]
    public void LogarithmPoles()
    {
        Assert.Equal(double.NegativeInfinity, One("Log", 0.0));
        Assert.Equal(double.NegativeInfinity, One("Log", -0.0));
        Assert.Equal(double.NaN, One("Log", -1.0));
        Assert.Equal(double.NegativeInfinity, One("Log1p", -1.0));
        Assert.Equal(double.NaN, One("Log1p", -1.5));
        Assert.Equal(float.NegativeInfinity, One("Log", 0f));
        Assert.Equal(float.NaN, One("Log", float.NegativeZero - float.Epsilon));
    }

    [Fact]
    public void WhatHasNoValueIsNaNInEveryWidth()
    {
        NoValue<float>();
        NoValue<double>();

        static void NoValue<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            T large = T.CreateChecked(1e20), infinity = T.PositiveInfinity, most = T.BitDecrement(infinity), nan = T.NaN;
            Every("Acosh", [T.CreateChecked(0.5), -T.One, T.CreateChecked(-1e10), -large, -most, -infinity, nan], [T.Zero]);
            Every("Atan2", [nan], [T.Zero, T.NegativeZero, T.One, -T.One, large, infinity, -infinity, nan]);
            Every("Atan2", [T.Zero, T.NegativeZero, T.One, -T.One, large, infinity, -infinity, nan], [nan]);
        }

        static void Every<T>(string name, T[] first, T[] second)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            T[] x = [.. Enumerable.Range(0, 64).Select(i => first[i % first.Length])], y = [.. Enumerable.Range(0, 64).Select(i => second[i % second.Length])];
            T[][] results = [Apply<ScalarLane<T>, T>(name, x, y), Apply<Lane128<T>, T>(name, x, y), Apply<Lane256<T>, T>(name, x, y), Apply<Lane512<T>, T>(name, x, y)];
            foreach (T[] result in results)
            {
                for (int i = 0; i < x.Length; i++) Assert.True(T.IsNaN(result[i]), $"{name} of {typeof(T).Name}: {result[i]} at {x[i]:R}, {y[i]:R}");
            }
        }
    }

    [Fact]
    public void PowEdgesAreThoseOfIeee()
    {
        double[] values = [0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 1.0715086071862673e301, -1.0715086071862673e301, double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.Epsilon, -double.Epsilon];
        foreach (double a in values)
        {
            foreach (double b in values)
            {
                // Edges only: the irrational results are judged by the accuracy tests.
                if (Math.Abs(b) == 0.5 && a > 0 && a != 1 && double.IsFinite(a)) continue;
                Same(Math.Pow(a, b), One("Pow", a, b), $"{a:R}^{b:R}");
                Same(MathF.Pow((float)a, (float)b), One("Pow", (float)a, (float)b), $"{(float)a:R}^{(float)b:R} (float)");
            }
        }
    }

    private static void CheckEdges<T>(string name, T at, T value, T atInfinity, T atMinusInfinity)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Same(value, One(name, at), name);
        Same(atInfinity, One(name, T.PositiveInfinity), name + "(∞)");
        Same(atMinusInfinity, One(name, T.NegativeInfinity), name + "(−∞)");
        Same(T.NaN, One(name, T.NaN), name + "(NaN)");
    }

    private static double Limit<T>() => typeof(T) == typeof(float) ? 100 : 740;

    private static BigReal ExpOrLimit(BigReal x) => BigReal.Exp(x > 2000 ? 2000 : x < -2000 ? -2000 : x);

    internal static BigReal Exact(string name, double x)
    {
        BigReal r = x;
        switch (name)
        {
            case "Exp": return ExpOrLimit(r);
            case "Expm1": return Math.Abs(x) > 2000 ? ExpOrLimit(r) - 1 : BigReal.Expm1(r);
            case "Log": return BigReal.Log(r);
            case "Log1p": return BigReal.Log1p(r);
            case "Sin": return BigReal.Sin(r);
            case "Cos": return BigReal.Cos(r);
            case "Tan": return BigReal.Tan(r);
            case "Atan": return BigReal.Atan(r);
            case "Sinh": return BigReal.Sinh(Math.Min(Math.Abs(x), 2000)) * Math.Sign(x);
            case "Cosh": return BigReal.Cosh(Math.Clamp(x, -2000, 2000));
            case "Tanh": return BigReal.Tanh(r);
            case "Sigmoid": return (BigReal)1 / (ExpOrLimit(-r) + 1);
            case "Softplus": return x > 500 ? r : BigReal.Log1p(ExpOrLimit(r));
            case "Erf": return BigReal.Erf(r);
            case "Erfc": return Lower(-(r * BigReal.Sqrt(2))).Scale(1);
            case "NormalDistribution": return Lower(r);
            case "Gelu": return Lower(r) * r;
            case "NormalDensity": return BigReal.NormalDensity(r);
            case "LogNormalDistribution": return x < 0 ? BigReal.Log(Lower(r)) : BigReal.Log1p(-Lower(-r));
            case "InverseMillsRatio": return x < 0 ? BigReal.InverseMillsRatio(-r) : BigReal.NormalDensity(r) / Lower(r);
            default: throw new ArgumentOutOfRangeException(nameof(name));
        }
    }

    /// <summary>Φ(x).</summary>
    private static BigReal Lower(BigReal x) => x.Sign < 0 ? BigReal.NormalTail(-x) : (BigReal)1 - BigReal.NormalTail(x);

    private static void CheckWidths<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new SplitMix64(7);
        T[] x = new T[64], y = new T[64];
        for (int round = 0; round < 30; round++)
        {
            for (int i = 0; i < x.Length; i++) (x[i], y[i]) = (AnyPoint<T>(ref random, i), AnyPoint<T>(ref random, i + 3));
            T[] scalar = Apply<ScalarLane<T>, T>(name, x, y);
            Same<T>(scalar, Apply<Lane128<T>, T>(name, x, y), x);
            Same<T>(scalar, Apply<Lane256<T>, T>(name, x, y), x);
            Same<T>(scalar, Apply<Lane512<T>, T>(name, x, y), x);
            Same<T>(scalar, Apply<LanePair<Lane256<T>, T>, T>(name, x, y), x);
        }
    }

    /// <summary>Random bit patterns unchanged: NaN of every payload and infinities among them.</summary>
    private static T AnyPoint<T>(ref SplitMix64 random, int i)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if ((i & 3) != 0) return Point<T>(ref random, 1000 + i);
        ulong bits = (i & 7) == 0 ? random.Next() : random.Next() | (typeof(T) == typeof(float) ? 0x7F80_0000UL : 0x7FF0_0000_0000_0000);
        return typeof(T) == typeof(float) ? Unsafe.BitCast<uint, T>((uint)bits) : Unsafe.BitCast<ulong, T>(bits);
    }

    private static T[] Apply<L, T>(string name, T[] x, T[] y)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var result = new T[x.Length];
        Apply<L, T>(name, x, y, result);
        return result;
    }

    private static void Same<T>(T[] expected, T[] actual, T[] x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++) Same(expected[i], actual[i], $"at {x[i]}");
    }

    /// <summary>Equal bits, or both NaN.</summary>
    private static void Same<T>(T expected, T actual, string what)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Assert.True(T.IsNaN(expected) ? T.IsNaN(actual) : expected == actual && T.IsNegative(expected) == T.IsNegative(actual), $"{what}: {actual} instead of {expected}");

    private static T One<T>(string name, T x, T y = default)
        where T : unmanaged, IFloatingPointIeee754<T> => Call<ScalarLane<T>, T>(name, new(x), new(y)).Value;

    internal static L Call<L, T>(string name, L x, L y)
        where L : struct, ILane<L, T>
        where T : unmanaged, IFloatingPointIeee754<T> => name switch
        {
            "Exp" => L.Exp(x),
            "Expm1" => L.Expm1(x),
            "Log" => L.Log(x),
            "Log1p" => L.Log1p(x),
            "Sin" => L.Sin(x),
            "Cos" => L.Cos(x),
            "Tan" => L.Tan(x),
            "Atan" => L.Atan(x),
            "Sinh" => L.Sinh(x),
            "Cosh" => L.Cosh(x),
            "Tanh" => L.Tanh(x),
            "Sigmoid" => L.Sigmoid(x),
            "Softplus" => L.Softplus(x),
            "Erf" => L.Erf(x),
            "Pow" => L.Pow(x, y),
            "Erfc" => L.Erfc(x),
            "NormalDistribution" => L.NormalDistribution(x),
            "Gelu" => L.Gelu(x),
            "NormalDensity" => L.NormalDensity(x),
            "LogNormalDistribution" => L.LogNormalDistribution(x),
            "InverseMillsRatio" => L.InverseMillsRatio(x),
            "Log2" => VectorMath.Log2<L, T>(x),
            "Log10" => VectorMath.Log10<L, T>(x),
            "Asin" => VectorMath.Asin<L, T>(x),
            "Acos" => VectorMath.Acos<L, T>(x),
            "Asinh" => VectorMath.Asinh<L, T>(x),
            "Acosh" => VectorMath.Acosh<L, T>(x),
            "Atanh" => VectorMath.Atanh<L, T>(x),
            "Logit" => VectorMath.Logit<L, T>(x),
            "Atan2" => VectorMath.Atan2<L, T>(x, y),
            "Hypot" => VectorMath.Hypot<L, T>(x, y),
            "Remainder" => VectorMath.Remainder<L, T>(x, y),
            "Fmod" => VectorMath.Fmod<L, T>(x, y),
            "LogGamma" => VectorMath.LogGamma<L, T>(x),
            "Digamma" => VectorMath.Digamma<L, T>(x),
            "Polygamma" => VectorMath.Polygamma<L, T>(x, 2),
            "Sinc" => VectorMath.Sinc<L, T>(x),
            "SincDerivative" => VectorMath.SincDerivative<L, T>(x, 1),
            "NormalQuantile" => VectorMath.NormalQuantile<L, T>(x),
            "ErfInv" => VectorMath.ErfInv<L, T>(x),
            "BesselI0e" => VectorMath.BesselI0e<L, T>(x),
            "BesselI1e" => VectorMath.BesselI1e<L, T>(x),
            "BesselQuotient" => VectorMath.BesselQuotient<L, T>(x),
            "BesselDifference" => VectorMath.BesselDifference<L, T>(x),
            "BesselI1eSlope" => VectorMath.BesselI1eSlope<L, T>(x),
            "Silu" => L.Silu(x),
            "SiluSlope" => VectorMath.SiluSlope<L, T>(x),
            "GeluSlope" => L.GeluSlope(x),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
}
