using System.Numerics;

namespace Autograd;

/// <summary>
/// Operations of double for which the table's operator would not do: ONNX Runtime has no kernel for it, its attribute has 32 bits, or its constants have.
/// They are formulas of operators that are known for double.
/// </summary>
internal static class OnnxDoubles
{
    /// <summary>The value of an operation of double; null where it is written as of float.</summary>
    public static OnnxTerm<T>? Of<T>(object? operation, OnnxTerm<T> a, OnnxTerm<T> b, Shape x)
        where T : unmanaged, IFloatingPointIeee754<T> => operation switch
        {
            AcoshOperation<T> => Acosh(a - 1),
            AsinhOperation<T> => Asinh(a),
            AtanhOperation<T> => 0.5 * (OnnxFormulas.Log1p(a) - OnnxFormulas.Log1p(-a)),
            CeluOperation<T> o => IfPositive(a, a.Graph.Number(o.Scale.Value) * OnnxFormulas.Expm1(a / a.Graph.Number(o.Scale.Value))),
            CoshOperation<T> => 0.5 * (a.Then("Exp") + (-a).Then("Exp")),
            EluOperation<T> o => IfPositive(a, a.Graph.Number(o.Scale.Value) * OnnxFormulas.Expm1(a)),
            GeluTanhOperation<T> => a * (Math.Sqrt(8 / Math.PI) * (a + (0.044715 * (a * a * a)))).Then("Sigmoid"),
            HardSigmoidOperation<T> => HardSigmoid(a),
            HardSwishOperation<T> => a * HardSigmoid(a),
            LeakyReluOperation<T> o => IfPositive(a, a.Graph.Number(o.Slope.Value) * a),
            LogAddExpOperation<T> => LogAddExp(a, b),
            LogCumulativeSumExpOperation<T> o => OnnxFormulas.Scan(a, x, o.Dimension, double.NegativeInfinity, LogAddExp),
            LogisticLossOperation<T> => OnnxFormulas.LogisticLoss(a, b, Softplus(-a.Then("Abs"))),
            LogSigmoidOperation<T> => -Softplus(-a),
            MishOperation<T> => a * Softplus(a).Then("Tanh"),
            PReluOperation<T> => IfPositive(a, a * b),
            SinhOperation<T> => Sinh(a),
            SoftplusOperation<T> => Softplus(a),
            SoftsignOperation<T> => a / (a.Then("Abs") + 1),
            TanOperation<T> => a.Then("Sin") / a.Then("Cos"),
            _ => null,
        };

    /// <summary>x where it is above 0, else something else.</summary>
    private static OnnxTerm<T> IfPositive<T>(OnnxTerm<T> x, OnnxTerm<T> otherwise)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Then("Greater", x.Graph.Number(0.0)).Choose(x, otherwise);

    /// <summary>ln(x + √(x² − 1)) of t = x − 1.</summary>
    private static OnnxTerm<T> Acosh<T>(OnnxTerm<T> t)
        where T : unmanaged, IFloatingPointIeee754<T> => OnnxFormulas.Log1p(t + (t.Then("Sqrt") * (t + 2).Then("Sqrt")));

    /// <summary>ln(|x| + √(x² + 1)) with the sign of x, as ln(1 + |x| + |x|/(r + √(1 + r²))) with r = 1/|x|, in which nothing overflows or cancels.</summary>
    private static OnnxTerm<T> Asinh<T>(OnnxTerm<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> size = x.Then("Abs"), inverse = size.Then("Reciprocal");
        return x.Then("Sign") * OnnxFormulas.Log1p(size + (size / (inverse + ((inverse * inverse) + 1).Then("Sqrt"))));
    }

    private static OnnxTerm<T> HardSigmoid<T>(OnnxTerm<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Graph.Add("Clip", [(x + 3) / 6, x.Graph.Number(0.0), x.Graph.Number(1.0)]);

    private static OnnxTerm<T> LogAddExp<T>(OnnxTerm<T> a, OnnxTerm<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => OnnxFormulas.LogAddExp(a, b, Softplus);

    /// <summary>(e + 1/(1 + 1/e))/2 with e = e^|x| − 1, and the sign of x: near 0 with all digits.</summary>
    private static OnnxTerm<T> Sinh<T>(OnnxTerm<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> size = OnnxFormulas.Expm1(x.Then("Abs"));
        return x.Then("Sign") * (0.5 * (size + (size.Then("Reciprocal") + 1).Then("Reciprocal")));
    }

    /// <summary>max(x, 0) + ln(1 + e^−|x|).</summary>
    private static OnnxTerm<T> Softplus<T>(OnnxTerm<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Then("Relu") + OnnxFormulas.Log1p((-x.Then("Abs")).Then("Exp"));
}
