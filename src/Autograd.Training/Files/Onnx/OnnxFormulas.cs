using System.Numerics;
using Autograd.Authoring;

namespace Autograd;

/// <summary>Functions and reductions for which the format has no operator that is as good, as formulas of those that it has.</summary>
internal static class OnnxFormulas
{
    /// <summary>eˣ − 1: near 0 by tanh(x/2) = (eˣ − 1)/(eˣ + 1), which has all its digits there.</summary>
    public static OnnxTerm<T> Expm1<T>(OnnxTerm<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> half = (0.5 * x).Then("Tanh");
        return x.Then("Less", x.Graph.Number(0.5)).Choose((half + half) / (1 - half), x.Then("Exp") - 1);
    }

    /// <summary>ln(1 + x): near 0 as x ln(u)/(u − 1) with u = 1 + x as it is rounded, in which the rounding cancels. (Kahan.)</summary>
    public static OnnxTerm<T> Log1p<T>(OnnxTerm<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> sum = x + 1, rounded = sum - 1, logarithm = sum.Then("Log"), zero = x.Graph.Number(0.0);
        OnnxTerm<T> near = rounded.Then("Equal", zero).Choose(x, logarithm * (x / rounded));
        return x.Then("Abs").Then("Less", x.Graph.Number(0.5)).Choose(near, logarithm);
    }

    /// <summary>sin(πx)/(πx): the sine of what is over after the nearest whole number, whose parity is the sign.</summary>
    public static OnnxTerm<T> Sinc<T>(OnnxTerm<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> whole = x.Then("Round"), isOdd = whole.Then("Mod", x.Graph.Number(2.0), ("fmod", 1L)).Then("Abs");
        OnnxTerm<T> sine = (1 - (2 * isOdd)) * (Math.PI * (x - whole)).Then("Sin");
        return x.Then("Equal", x.Graph.Number(0.0)).Choose(x.Graph.Number(1.0), sine / (Math.PI * x));
    }

    /// <summary>ln(p/(1 − p)): near ½ as ln(1 + c) − ln(1 − c) with c = 2p − 1.</summary>
    public static OnnxTerm<T> Logit<T>(OnnxTerm<T> p)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> centred = (2 * p) - 1;
        return centred.Then("Abs").Then("Less", p.Graph.Number(0.5)).Choose(Log1p(centred) - Log1p(-centred), (p / (1 - p)).Then("Log"));
    }

    /// <summary>e^(−x²/2) / √(2π).</summary>
    public static OnnxTerm<T> NormalDensity<T>(OnnxTerm<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => (1 / Math.Sqrt(Math.Tau)) * (-0.5 * (x * x)).Then("Exp");

    /// <summary>x²/2 up to a threshold, from there on a line.</summary>
    public static OnnxTerm<T> Huber<T>(OnnxTerm<T> x, T threshold)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> limit = x.Graph.Number(threshold), size = x.Then("Abs");
        return size.Then("Greater", limit).Choose(limit * (size - (0.5 * limit)), 0.5 * (x * x));
    }

    /// <summary>The angle of (b, a): arctan(a/b), and half a turn more where b is negative.</summary>
    public static OnnxTerm<T> Atan2<T>(OnnxTerm<T> a, OnnxTerm<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> zero = a.Graph.Number(0.0), half = a.Graph.Number(Math.PI), angle = (a / b).Then("Atan"), isLeft = b.Then("Less", zero);
        OnnxTerm<T> turned = isLeft.Choose(angle + a.Then("Less", zero).Choose(-half, half), angle);

        // On the axis no quotient is 0/0, and NaN stays.
        return a.Then("Equal", zero).Choose(isLeft.Choose(half, a / b.Then("Max", a.Graph.Number(1.0))), turned);
    }

    /// <summary>√(a² + b²), of the quotient of the smaller and the larger, so that no square overflows.</summary>
    public static OnnxTerm<T> Hypot<T>(OnnxTerm<T> a, OnnxTerm<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> x = a.Then("Abs"), y = b.Then("Abs"), large = x.Then("Max", y), small = x.Then("Min", y), quotient = small / large;
        return small.Then("Equal", large).Choose(Math.Sqrt(2) * large, large * ((quotient * quotient) + 1).Then("Sqrt"));
    }

    /// <summary>a + w (b − a), from the nearer end.</summary>
    public static OnnxTerm<T> Lerp<T>(OnnxTerm<T> a, OnnxTerm<T> b, OnnxTerm<T> weight)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> difference = b - a;
        return weight.Then("Less", a.Graph.Number(0.5)).Choose(a + (weight * difference), b + ((weight - 1) * difference));
    }

    /// <summary>ln(eᵃ + eᵇ) as the larger one and what the other adds.</summary>
    public static OnnxTerm<T> LogAddExp<T>(OnnxTerm<T> a, OnnxTerm<T> b, Func<OnnxTerm<T>, OnnxTerm<T>> softplus)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> larger = a.Then("Max", b);
        return a.Then("Equal", b).Choose(a + Math.Log(2), larger + softplus(a.Then("Min", b) - larger));
    }

    /// <summary>softplus(x) − t x, with max(x, 0) − t x taken together; the rest is softplus(−|x|).</summary>
    public static OnnxTerm<T> LogisticLoss<T>(OnnxTerm<T> x, OnnxTerm<T> target, OnnxTerm<T> rest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> zero = x.Graph.Number(0.0), share = x.Then("Greater", zero).Choose(1 - target, -target);
        return share.Then("Equal", zero).Choose(zero, share * x) + rest;
    }

    /// <summary>a − b ⌊a/b⌋: the remainder with the sign of a, and b more where that is not its sign.</summary>
    public static OnnxTerm<T> Remainder<T>(OnnxTerm<T> a, OnnxTerm<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> rest = a.Then("Mod", b, ("fmod", 1L));
        return (rest.Then("Sign") * b).Then("Less", a.Graph.Number(0.0)).Choose(rest + b, rest);
    }

    /// <summary>a b, and 0 where b is.</summary>
    public static OnnxTerm<T> MaskedBy<T>(OnnxTerm<T> a, OnnxTerm<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> zero = a.Graph.Number(0.0);
        return b.Then("Equal", zero).Choose(zero, a * b);
    }

    /// <summary>a ln b, and 0 where a is.</summary>
    public static OnnxTerm<T> XLogY<T>(OnnxTerm<T> a, OnnxTerm<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> zero = a.Graph.Number(0.0);
        return a.Then("Equal", zero).Choose(zero, a * b.Then("Log"));
    }

    /// <summary>A reduction; over no dimension it leaves its operand as it is, as sums, extrema and the logarithm of a sum of exponentials do.</summary>
    public static OnnxTerm<T> Reduce<T>(string type, OnnxTerm<T> x, Dimensions reduced, bool keep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (reduced.Count == 0) return x;
        long[] along = [.. Enumerable.Range(0, Shape.MaxRank).Where(reduced.Contains).Select(d => (long)d)];
        return x.Then(type, x.Graph.Integers(along), ("keepdims", keep ? 1L : 0L));
    }

    /// <summary>Normalized exponentials. Where a mask was put before them, 0 where it leaves nothing, of which the operator makes NaN.</summary>
    public static OnnxTerm<T> Softmax<T>(OnnxTerm<T> x, Shape shape, Dimensions reduced, bool isMasked)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> normalized = OnnxMovements.AlongLast(x, shape, reduced, "Softmax");
        if (!isMasked || shape.Reduce(reduced, keep: true).ElementCount > shape.ElementCount) return normalized;
        OnnxTerm<T> largest = Reduce("ReduceMax", x, reduced, keep: true);
        return largest.Then("Equal", x.Graph.Number(double.NegativeInfinity)).Choose(x.Graph.Number(0.0), normalized);
    }

    /// <summary>
    /// What an operation makes of the elements up to each along a dimension: of each and the one before, then of four, of eight …, for which the format has
    /// no operator.
    /// </summary>
    /// <param name="x">The elements.</param>
    /// <param name="shape">Their lengths.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="neutral">What changes nothing; it stands before the first element.</param>
    /// <param name="combine">The operation, in which the order of elements does not matter.</param>
    public static OnnxTerm<T> Scan<T>(OnnxTerm<T> x, Shape shape, int dimension, double neutral, Func<OnnxTerm<T>, OnnxTerm<T>, OnnxTerm<T>> combine)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = shape[dimension];
        for (int distance = 1; distance < length; distance *= 2)
        {
            OnnxTerm<T> before = x.Slice(dimension, 0, length - distance, 1);
            x = combine(x, x.Graph.Add("Pad", [before, x.Graph.Integers(distance, 0), x.Graph.Number(neutral), x.Graph.Integers(dimension)]));
        }

        return x;
    }

    /// <summary>√Σ x².</summary>
    public static OnnxTerm<T> Norm<T>(OnnxTerm<T> x, Dimensions reduced, bool keep)
        where T : unmanaged, IFloatingPointIeee754<T> => reduced.Count == 0 ? x.Then("Abs") : Reduce("ReduceL2", x, reduced, keep);

    /// <summary>(Σ |x|ᵖ)^(1/p).</summary>
    public static OnnxTerm<T> PNorm<T>(OnnxTerm<T> x, T order, Dimensions reduced, bool keep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxTerm<T> size = x.Then("Abs");
        if (order == T.One) return Reduce("ReduceSum", size, reduced, keep);
        return Reduce("ReduceSum", size.Then("Pow", x.Graph.Number(order)), reduced, keep).Then("Pow", x.Graph.Number(T.One / order));
    }

    /// <summary>Σ (x − mean)² / (n − correction).</summary>
    public static OnnxTerm<T> Variance<T>(OnnxTerm<T> x, Shape shape, Dimensions reduced, int correction, bool keep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = 1;
        for (int d = 0; d < shape.Rank; d++) count *= reduced.Contains(d) ? shape[d] : 1;
        OnnxTerm<T> deviation = x - (Reduce("ReduceSum", x, reduced, keep: true) / count);
        return Reduce("ReduceSum", deviation * deviation, reduced, keep) / Math.Max(count - correction, 0);
    }
}
