using System.Numerics;

namespace Autograd.OnnxTests;

/// <summary>Functions far from where the core's table tries them: near 0 and 1, far out, at infinities and NaN.</summary>
public class TailTests
{
    private static readonly float[] _values =
    [
        0, 1e-30f, -1e-30f, 1e-9f, -1e-9f, 1e-4f, -1e-4f, 0.03f, -0.03f, 0.4f, -0.4f, 0.6f, -0.6f, 0.9999f, -0.9999f, 1, -1, 1.5f, -1.5f, 2, -2, 3, -3, 7.5f, -7.5f, 10, -10,
        20, -20, 80, -80, 1000, -1000, 1e20f, -1e20f, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    /// <summary>Where infinities, or NaN, may give NaN in ONNX Runtime, as 0 · ∞ and ∞/∞ do.</summary>
    private static readonly HashSet<string> _undefined = ["Atan2", "Gelu", "GeluTanh", "HardSwish", "Hypot", "Mish", "Silu", "Sinc", "Softsign"];

    public static TheoryData<string> Unary => [.. Functions<float>.Unary.Keys];

    public static TheoryData<string> Binary => [.. Functions<float>.Binary.Keys];

    [OnnxTheory]
    [MemberData(nameof(Unary))]
    public void Functions_of_one_operand(string operation)
    {
        Compare<float>(operation, x => Functions<float>.Unary[operation](x.Reshape(1, _values.Length)));
        Compare<double>(operation, x => Functions<double>.Unary[operation](x.Reshape(1, _values.Length)));
    }

    /// <summary>Each value with each.</summary>
    [OnnxTheory]
    [MemberData(nameof(Binary))]
    public void Functions_of_two_operands(string operation)
    {
        Compare<float>(operation, x => Functions<float>.Binary[operation](x.Unsqueeze(1), x));
        Compare<double>(operation, x => Functions<double>.Binary[operation](x.Unsqueeze(1), x));
    }

    /// <summary>Of float within 4 units in the last place, of double to 1e-14 where ONNX Runtime has the kernels.</summary>
    private static void Compare<T>(string operation, Func<Variable<T>, Variable<T>> f)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isFloat = typeof(T) == typeof(float);
        if (!isFloat && Page.HasNoDouble(operation)) return;
        using var tape = new Tape<T>();
        Variable<T> x = tape.Constant(Array.ConvertAll(_values, T.CreateChecked), "x"), y = f(x);
        T[] expected = y.ToArray(), actual = OnnxRuntime.Run(tape, [x], [y])[0];
        for (int i = 0; i < expected.Length; i++)
        {
            float a = _values[i / _values.Length], b = _values[i % _values.Length];
            if (T.IsNaN(actual[i]) && _undefined.Contains(operation) && !(float.IsFinite(a) && float.IsFinite(b))) continue;
            if (T.IsNaN(actual[i]) && operation == "Acosh" && b < 1) continue;
            double known = double.CreateChecked(expected[i]), given = double.CreateChecked(actual[i]);

            // The logarithm of a sum is near 0 where its terms are of opposite sign.
            double unit = Units.IsAbsolute(operation) || operation == "LogAddExp" ? Math.Max(1, Math.Abs(known)) : known;
            bool isNear = isFloat ? Units.Between((float)known, (float)given, (float)unit) <= 4 : known.Equals(given) || known == given || Math.Abs(known - given) <= 1e-14 * Math.Abs(unit);
            Assert.True(isNear, $"{operation} of {a} and {b} as {typeof(T).Name}: {known} is {given}");
        }
    }

    /// <summary>The functions, of either type.</summary>
    private static class Functions<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static Dictionary<string, Func<Variable<T>, Variable<T>>> Unary { get; } = new()
        {
            ["Abs"] = x => x.Abs(), ["Acos"] = x => x.Acos(), ["Acosh"] = x => x.Acosh(), ["Asin"] = x => x.Asin(), ["Asinh"] = x => x.Asinh(), ["Atan"] = x => x.Atan(),
            ["Atanh"] = x => x.Atanh(), ["Ceiling"] = x => x.Ceiling(), ["Celu"] = x => x.Celu(C(0.5)), ["Clamp"] = x => x.Clamp(C(-1), C(2)), ["Cos"] = x => x.Cos(), ["Cosh"] = x => x.Cosh(),
            ["Elu"] = x => x.Elu(C(0.5)), ["Erf"] = x => x.Erf(), ["Exp"] = x => x.Exp(), ["Exp2"] = x => x.Exp2(), ["Expm1"] = x => x.Expm1(), ["Floor"] = x => x.Floor(),
            ["Gelu"] = x => x.Gelu(), ["GeluTanh"] = x => x.GeluTanh(), ["HardSigmoid"] = x => x.HardSigmoid(), ["HardSwish"] = x => x.HardSwish(),
            ["LeakyRelu"] = x => x.LeakyRelu(C(0.1)), ["Log"] = x => x.Log(), ["Log10"] = x => x.Log10(), ["Log1p"] = x => x.Log1p(), ["Log2"] = x => x.Log2(), ["Logit"] = x => x.Logit(),
            ["LogSigmoid"] = x => x.LogSigmoid(), ["Mish"] = x => x.Mish(), ["NormalDensity"] = x => x.NormalDensity(), ["Reciprocal"] = x => x.Reciprocal(), ["Relu"] = x => x.Relu(),
            ["Round"] = x => x.Round(), ["Rsqrt"] = x => x.Rsqrt(), ["Sigmoid"] = x => x.Sigmoid(), ["Sign"] = x => x.Sign(), ["Silu"] = x => x.Silu(), ["Sin"] = x => x.Sin(),
            ["Sinc"] = x => x.Sinc(), ["Sinh"] = x => x.Sinh(), ["Softplus"] = x => x.Softplus(), ["Softsign"] = x => x.Softsign(), ["Sqrt"] = x => x.Sqrt(),
            ["Square"] = x => x.Square(), ["Tan"] = x => x.Tan(), ["Tanh"] = x => x.Tanh(),
        };

        public static Dictionary<string, Func<Variable<T>, Variable<T>, Variable<T>>> Binary { get; } = new()
        {
            ["Add"] = (a, b) => a + b, ["Atan2"] = (a, b) => a.Atan2(b), ["Divide"] = (a, b) => a / b, ["EqualTo"] = (a, b) => a.EqualTo(b), ["Fmod"] = (a, b) => a.Fmod(b), ["GreaterThan"] = (a, b) => a.GreaterThan(b),
            ["Hypot"] = (a, b) => a.Hypot(b), ["LogAddExp"] = (a, b) => a.LogAddExp(b), ["MaskedBy"] = (a, b) => a.MaskedBy(b), ["Maximum"] = (a, b) => a.Maximum(b), ["Minimum"] = (a, b) => a.Minimum(b),
            ["Multiply"] = (a, b) => a * b, ["NotEqualTo"] = (a, b) => a.NotEqualTo(b), ["Pow"] = (a, b) => a.Pow(b), ["Remainder"] = (a, b) => a.Remainder(b),
            ["Where"] = (a, b) => a.Tape.Where(a, b, a.Tape.Zeros()), ["XLogY"] = (a, b) => a.XLogY(b),
        };

        private static T C(double value) => T.CreateChecked(value);
    }
}
