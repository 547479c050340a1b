namespace Autograd.OnnxTests;

/// <summary>Functions far from where the core's table tries them: near 0 and 1, far out, at infinities and NaN.</summary>
public class TailTests
{
    private static readonly float[] _values =
    [
        0, 1e-30f, -1e-30f, 1e-9f, -1e-9f, 1e-4f, -1e-4f, 0.03f, -0.03f, 0.4f, -0.4f, 0.6f, -0.6f, 0.9999f, -0.9999f, 1, -1, 1.5f, -1.5f, 2, -2, 3, -3, 7.5f, -7.5f, 10, -10,
        20, -20, 80, -80, 1000, -1000, 1e20f, -1e20f, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    private static readonly Dictionary<string, Func<Variable<float>, Variable<float>>> _unary = new()
    {
        ["Abs"] = x => x.Abs(), ["Acos"] = x => x.Acos(), ["Acosh"] = x => x.Acosh(), ["Asin"] = x => x.Asin(), ["Asinh"] = x => x.Asinh(), ["Atan"] = x => x.Atan(),
        ["Atanh"] = x => x.Atanh(), ["Ceiling"] = x => x.Ceiling(), ["Celu"] = x => x.Celu(0.5f), ["Clamp"] = x => x.Clamp(-1, 2), ["Cos"] = x => x.Cos(), ["Cosh"] = x => x.Cosh(),
        ["Elu"] = x => x.Elu(0.5f), ["Erf"] = x => x.Erf(), ["Exp"] = x => x.Exp(), ["Exp2"] = x => x.Exp2(), ["Expm1"] = x => x.Expm1(), ["Floor"] = x => x.Floor(),
        ["Gelu"] = x => x.Gelu(), ["GeluTanh"] = x => x.GeluTanh(), ["HardSigmoid"] = x => x.HardSigmoid(), ["HardSwish"] = x => x.HardSwish(),
        ["LeakyRelu"] = x => x.LeakyRelu(0.1f), ["Log"] = x => x.Log(), ["Log10"] = x => x.Log10(), ["Log1p"] = x => x.Log1p(), ["Log2"] = x => x.Log2(), ["Logit"] = x => x.Logit(),
        ["LogSigmoid"] = x => x.LogSigmoid(), ["Mish"] = x => x.Mish(), ["NormalDensity"] = x => x.NormalDensity(), ["Reciprocal"] = x => x.Reciprocal(), ["Relu"] = x => x.Relu(),
        ["Round"] = x => x.Round(), ["Rsqrt"] = x => x.Rsqrt(), ["Sigmoid"] = x => x.Sigmoid(), ["Sign"] = x => x.Sign(), ["Silu"] = x => x.Silu(), ["Sin"] = x => x.Sin(),
        ["Sinc"] = x => x.Sinc(), ["Sinh"] = x => x.Sinh(), ["Softplus"] = x => x.Softplus(), ["Softsign"] = x => x.Softsign(), ["Sqrt"] = x => x.Sqrt(),
        ["Square"] = x => x.Square(), ["Tan"] = x => x.Tan(), ["Tanh"] = x => x.Tanh(),
    };

    private static readonly Dictionary<string, Func<Variable<float>, Variable<float>, Variable<float>>> _binary = new()
    {
        ["Add"] = (a, b) => a + b, ["Atan2"] = (a, b) => a.Atan2(b), ["Divide"] = (a, b) => a / b, ["EqualTo"] = (a, b) => a.EqualTo(b), ["GreaterThan"] = (a, b) => a.GreaterThan(b),
        ["Hypot"] = (a, b) => a.Hypot(b), ["LogAddExp"] = (a, b) => a.LogAddExp(b), ["MaskedBy"] = (a, b) => a.MaskedBy(b), ["Maximum"] = (a, b) => a.Maximum(b), ["Minimum"] = (a, b) => a.Minimum(b),
        ["Multiply"] = (a, b) => a * b, ["NotEqualTo"] = (a, b) => a.NotEqualTo(b), ["Pow"] = (a, b) => a.Pow(b), ["Remainder"] = (a, b) => a.Remainder(b),
        ["Where"] = (a, b) => a.Tape.Where(a, b, a.Tape.Zeros()), ["XLogY"] = (a, b) => a.XLogY(b),
    };

    /// <summary>Where infinities, or NaN, may give NaN in ONNX Runtime, as 0 · ∞ and ∞/∞ do.</summary>
    private static readonly HashSet<string> _undefined = ["Atan2", "Gelu", "GeluTanh", "HardSwish", "Hypot", "Mish", "Silu", "Sinc", "Softsign"];

    public static TheoryData<string> Unary => [.. _unary.Keys];

    public static TheoryData<string> Binary => [.. _binary.Keys];

    [OnnxTheory]
    [MemberData(nameof(Unary))]
    public void Functions_of_one_operand(string operation) => Compare(operation, x => _unary[operation](x.Reshape(1, _values.Length)));

    /// <summary>Each value with each.</summary>
    [OnnxTheory]
    [MemberData(nameof(Binary))]
    public void Functions_of_two_operands(string operation) => Compare(operation, x => _binary[operation](x.Unsqueeze(1), x));

    private static void Compare(string operation, Func<Variable<float>, Variable<float>> f)
    {
        using var tape = new Tape<float>();
        Variable<float> x = tape.Constant(_values, "x"), y = f(x);
        float[] expected = y.ToArray(), actual = OnnxRuntime.Run(tape, [x], [y])[0];
        for (int i = 0; i < expected.Length; i++)
        {
            float a = _values[i / _values.Length], b = _values[i % _values.Length];
            if (float.IsNaN(actual[i]) && _undefined.Contains(operation) && !(float.IsFinite(a) && float.IsFinite(b))) continue;

            // The logarithm of a sum is near 0 where its terms are of opposite sign.
            float unit = Units.IsAbsolute(operation) || operation == "LogAddExp" ? Math.Max(1, Math.Abs(expected[i])) : expected[i];
            Assert.True(Units.Between(expected[i], actual[i], unit) <= 4, $"{operation} of {a} and {b}: {expected[i]} is {actual[i]}");
        }
    }
}
