using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>A lane of one element.</summary>
internal readonly struct ScalarLane<T>(T value) : ILane<ScalarLane<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly T Value = value;

    private static T True => T.NegativeOne;

    public static int Width => 1;
    public static ScalarLane<T> Zero => new(T.Zero);
    public static ScalarLane<T> One => new(T.One);
    public static ScalarLane<T> Create(T value) => new(value);
    public static ScalarLane<T> Load(ref readonly T source) => new(source);
    public static void Store(ScalarLane<T> lane, ref T destination) => destination = lane.Value;
    public static ScalarLane<T> operator +(ScalarLane<T> a, ScalarLane<T> b) => new(a.Value + b.Value);
    public static ScalarLane<T> operator -(ScalarLane<T> a, ScalarLane<T> b) => new(a.Value - b.Value);
    public static ScalarLane<T> operator *(ScalarLane<T> a, ScalarLane<T> b) => new(a.Value * b.Value);
    public static ScalarLane<T> operator /(ScalarLane<T> a, ScalarLane<T> b) => new(a.Value / b.Value);
    public static ScalarLane<T> operator -(ScalarLane<T> x) => new(-x.Value);
    public static ScalarLane<T> Abs(ScalarLane<T> x) => new(T.Abs(x.Value));
    public static ScalarLane<T> Sqrt(ScalarLane<T> x) => new(T.Sqrt(x.Value));
    public static ScalarLane<T> Max(ScalarLane<T> a, ScalarLane<T> b) => new(T.Max(a.Value, b.Value));
    public static ScalarLane<T> Min(ScalarLane<T> a, ScalarLane<T> b) => new(T.Min(a.Value, b.Value));
    public static ScalarLane<T> FusedMultiplyAdd(ScalarLane<T> a, ScalarLane<T> b, ScalarLane<T> c) => new(T.FusedMultiplyAdd(a.Value, b.Value, c.Value));
    public static ScalarLane<T> Floor(ScalarLane<T> x) => new(T.Floor(x.Value));
    public static ScalarLane<T> Ceiling(ScalarLane<T> x) => new(T.Ceiling(x.Value));
    public static ScalarLane<T> Round(ScalarLane<T> x) => new(T.Round(x.Value));
    public static ScalarLane<T> Equal(ScalarLane<T> a, ScalarLane<T> b) => new(a.Value == b.Value ? True : T.Zero);
    public static ScalarLane<T> LessThan(ScalarLane<T> a, ScalarLane<T> b) => new(a.Value < b.Value ? True : T.Zero);
    public static ScalarLane<T> LessThanOrEqual(ScalarLane<T> a, ScalarLane<T> b) => new(a.Value <= b.Value ? True : T.Zero);
    public static ScalarLane<T> Select(ScalarLane<T> mask, ScalarLane<T> a, ScalarLane<T> b) => mask.Value == T.Zero ? b : a;
    public static ScalarLane<T> Exp(ScalarLane<T> x) => new(T.Exp(x.Value));
    public static ScalarLane<T> Expm1(ScalarLane<T> x) => new(T.ExpM1(x.Value));
    public static ScalarLane<T> Log(ScalarLane<T> x) => new(T.Log(x.Value));
    public static ScalarLane<T> Log1p(ScalarLane<T> x) => new(T.LogP1(x.Value));
    public static ScalarLane<T> Pow(ScalarLane<T> a, ScalarLane<T> b) => new(T.Pow(a.Value, b.Value));
    public static ScalarLane<T> Sin(ScalarLane<T> x) => new(T.Sin(x.Value));
    public static ScalarLane<T> Cos(ScalarLane<T> x) => new(T.Cos(x.Value));
    public static ScalarLane<T> Tanh(ScalarLane<T> x) => new(T.Tanh(x.Value));
    public static ScalarLane<T> Sigmoid(ScalarLane<T> x) => new(T.One / (T.One + T.Exp(-x.Value)));
    public static ScalarLane<T> Softplus(ScalarLane<T> x) => new(T.Max(x.Value, T.Zero) + T.LogP1(T.Exp(-T.Abs(x.Value))));

    public static ScalarLane<T> Erf(ScalarLane<T> x)
    {
        double z = double.CreateSaturating(x.Value), sum = z, term = z;
        if (double.IsNaN(z)) return x;
        if (Math.Abs(z) > 6) return new(T.CopySign(T.One, x.Value));
        for (int n = 1; n < 200; n++)
        {
            term *= -z * z / n;
            sum += term / ((2 * n) + 1);
        }

        return new(T.CreateSaturating(sum * 2 / Math.Sqrt(Math.PI)));
    }
}
