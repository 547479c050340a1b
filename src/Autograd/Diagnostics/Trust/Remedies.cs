namespace Autograd;

/// <summary>What to write instead of an operation whose slope is infinite where its cotangent is a zero that was computed.</summary>
internal static class Remedies
{
    /// <summary>One sentence.</summary>
    /// <param name="operation">The operation in whose derivative the two met.</param>
    public static string Of(string operation) => operation switch
    {
        "Sqrt" => "Write what undoes the root without it, x for √x², or keep its operand away from 0: (x + ε).Sqrt(), or tape.Where(x > 0, x.Sqrt(), 0).",
        "Rsqrt" or "Reciprocal" or "Divide" => "Bring the formula to a form without the quotient, x / (x + 1) for 1 / (1 + 1 / x), or keep the denominator away from 0: tape.Where(d > 0, x / d, 0).",
        "Log" or "Log2" or "Log10" or "Log1p" or "XLogY" => "Put the logarithm together with what undoes it, LogSoftmax, LogSumExp, LogAddExp or LogSigmoid, or keep its operand away from 0: (x + ε).Log().",
        "Logit" => "Work with the logit itself, as BinaryCrossEntropyWithLogits does, or keep the probability away from 0 and 1.",
        "Pow" or "SignedPower" or "PNorm" => "Write whole powers as Square or products, or keep the base away from 0.",
        "Norm" or "PartOfNorm" => "Write ‖x‖² as x.Square().Sum(), which has all derivatives.",
        "Abs" or "StandardDeviation" => "Write its square, x.Square() for |x|² and Variance for the square of StandardDeviation, which has all derivatives.",
        _ => $"Keep the operand of {operation} away from that place, or cut it off by tape.Where.",
    };
}
