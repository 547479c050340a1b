using System.Numerics;

namespace Autograd.Tests.Diagnostics.Trust;

/// <summary>A program with a fault in it, and what is to be named.</summary>
/// <param name="Name">What kind of fault it is.</param>
/// <param name="Run">Records the program on a tape, and asks.</param>
/// <param name="Born">How the report is to begin.</param>
public sealed record SeededFault<T>(string Name, Func<Tape<T>, NonFinite<T>?> Run, string Born)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string ToString() => Name;
}

/// <summary>Programs with faults, the same for both types.</summary>
internal static class SeededFaults<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Its square overflows, its own value is far from that.</summary>
    private static readonly T Large = typeof(T) == typeof(float) ? T.CreateChecked(5.5e19) : T.CreateChecked(4e154);

    public static SeededFault<T>[] All =>
    [
        new("the logarithm of a negative number", t => H(X(t, 2, 1.5, 0.5), x => (x - One).Named("z").Log()).Sum().FirstNonFinite(),
            "NaN was born in h = ln(z), element [2] of [3], where z = x − 1 is −0.5 at [2]."),
        new("the root of a negative number", t => H(X(t, 4, -1, 9), x => x.Sqrt()).Mean().FirstNonFinite(), "NaN was born in h = √x, element [1] of [3], where x is −1 at [1]."),
        new("a division by zero", t => H(X(t, 1, 2), x => One / (x - One)).Sum().FirstNonFinite(), "∞ was born in h = 1 / %2, element [0] of [2], where %2 = x − 1 is 0 at [0]."),
        new("0 / 0", t => H(X(t, 3, 0), x => x / (x * C(2)).Named("d")).Sum().FirstNonFinite(), "NaN was born in h = x / d, element [1] of [2], where x is 0 at [1] and d = 2 x is 0 at [1]."),
        new("an exponential", t => H(X(t, 1, 1000), x => x.Exp()).Sum().FirstNonFinite(), "∞ was born in h = exp(x), element [1] of [2], where x is 1000 at [1]."),
        new("within a long chain", t => H(X(t, 1, 0.25), x => ((x * C(2)) - One).Named("z").Log().Square().Exp().Sin() * C(3)).Tanh().Sum().FirstNonFinite(),
            "NaN was born in %5 = ln(z), element [1] of [2], where z = %2 − 1 is −0.5 at [1]."),
        new("a matrix product", t => t.Variable([Large, One, One, Large], [2, 2], "A").MatMul(t.Constant([One, Large], [2, 1], "B")).Named("Y").Sum().FirstNonFinite(),
            "∞ was born in Y = A B, element [1, 0] of [2, 1], where A goes from 1 to "),
        new("a square", t => (X(t, 1, 1) * Large).Named("y").Square().Sum().FirstNonFinite(), "∞ was born in %3 = y², element [0] of [2], where y = "),
        new("a sum", t => (X(t, 3, 4) * Large * (Large / C(50))).Named("y").Sum().Named("J").FirstNonFinite(), "∞ was born in J = Σ y, where y = "),
        new("a constant", t => (X(t, 1, 2) * t.Constant([One, T.NaN], [2], "c")).Sum().FirstNonFinite(), "NaN was given in the constant c, element [1] of [2]."),
        new("a parameter", t => t.Watch(new Parameter<T>("W", [2], [T.NegativeInfinity, One])).Square().Sum().FirstNonFinite(), "−∞ was given in the parameter W, element [0] of [2]."),
        new("a row that is masked all over", t => (X(t, 1, 2) + t.Constant([T.NegativeInfinity, T.NegativeInfinity], [2], "mask")).Named("s").Subtract(t.At(t.NodeCount - 1).Max().Named("m")).Named("d").Sum().FirstNonFinite(),
            "−∞ was given in the constant mask, element [0] of [2]. It became NaN in d = s − m, element [0] of [2], where s = x + mask is −∞ at [0] and m = max s is −∞."),
        new("beside a mask that is meant so", t => (X(t, 1, 2) + t.Constant([T.NegativeInfinity, One], [2], "mask")).Max().Add(X(t, -1, 1, "y").Log().Named("l").Sum()).FirstNonFinite(),
            "NaN was born in l = ln(y), element [0] of [2], where y is −1 at [0]."),
        new("broadcast", t => H(t.Variable([One, C(2), C(3), C(4)], [2, 2], "A"), x => (x + t.Constant([One, C(-4)], [2], "b")).Named("z").Sqrt()).Sum().FirstNonFinite(),
            "NaN was born in h = √z, element [0, 1] of [2, 2], where z = A + b is −2 at [0, 1]."),
        new("behind a choice", t => t.Where(t.Constant([One, C(0)], [2], "c"), X(t, -2, -3).Log().Named("a"), X(t, 5, 0, "y").Reciprocal().Named("b")).Sum().FirstNonFinite(),
            "NaN was born in a = ln(x), element [0] of [2], where x is −2 at [0]."),
        new("not the branch before it", t => t.Where(t.Constant([One, C(0)], [2], "c"), X(t, 1, -3).Log().Named("a"), X(t, 5, 0, "y").Reciprocal().Named("b")).Sum().FirstNonFinite(),
            "∞ was born in b = 1 / y, element [1] of [2], where y is 0 at [1]."),
        new("in one rule of two", t => Relu(X(t, 4, 0)).Backward().FirstNonFinite(), "∞ was born backward, in the derivative of r = √x: "),
        new("through views", t => H(t.Variable([One, C(2), C(-3), C(4)], [2, 2], "A"), x => x.Transpose().Slice(0, 0, 1).Named("v").Log()).Sum().FirstNonFinite(),
            "NaN was born in h = ln(v), element [0, 1] of [1, 2], where v = "),
        new("a zero at the root's infinite slope", t => X(t, 4, 0).Sqrt().Named("h").Square().Sum().Backward().FirstNonFinite(),
            "∞ was born backward, in the derivative of h = √x: %9 = 1 / %8, element [1] of [2], where %8 = 2 h is 0 at [1]. It became NaN in ∇x = ∇h ⊙ %9, element [1] of [2], where ∇h = ∇%2 ⊙ %6 is 0 at [1] and %9 = 1 / %8 is ∞ at [1]."),
        new("a zero at the logarithm's", t => X(t, 0).Log().Named("h").Exp().Sum().Backward().FirstNonFinite(), "∞ was born backward, in the derivative of h = ln(x): "),
        new("a gradient that overflows", t => (X(t, 1 / double.CreateChecked(Large)) * Large * Large).Sum().Backward().FirstNonFinite(), "∞ was born backward, in the derivative of "),
        new("the second derivative of a norm", SecondOfNorm, "∞ was born backward, in the derivative of "),
        new("the second derivative of a power", SecondOfPower, "∞ was born backward, in the derivative of "),
        new("behind updates", AfterUpdates, "NaN was born in h = ln(z), element [0] of [2], where z = W − 1 is −0.5 at [0]."),
        new("within a checkpoint", t => t.Checkpoint(x => (x - One).Named("z").Log().Named("h").Square(), X(t, 2, 0.5)).Sum().Backward().FirstNonFinite(),
            "NaN was born in h = ln(z), element [1] of [2], where z = x − 1 is −0.5 at [1]."),
        new("in a recording that repeats", Repeated, "NaN was born in %3 = ln(z), element [1] of [2], where z = x − 1 is −0.5 at [1]."),
    ];

    private static T One => T.One;

    private static T C(double value) => T.CreateChecked(value);

    private static Variable<T> X(Tape<T> tape, double first) => tape.Variable([C(first)], [1], "x");

    private static Variable<T> X(Tape<T> tape, double first, double second, string name = "x") => tape.Variable([C(first), C(second)], [2], name);

    private static Variable<T> X(Tape<T> tape, double first, double second, double third) => tape.Variable([C(first), C(second), C(third)], [3], "x");

    private static Variable<T> H(Variable<T> x, Func<Variable<T>, Variable<T>> function) => function(x).Named("h");

    private static Variable<T> Relu(Variable<T> x) => (x.Relu() + x.Sqrt().Named("r")).Sum();

    private static NonFinite<T>? SecondOfNorm(Tape<T> tape)
    {
        Variable<T> x = X(tape, 0, 0);
        Gradients<T> first = x.Norm().Square().Backward();
        return first[x].Sum().Backward().FirstNonFinite();
    }

    private static NonFinite<T>? SecondOfPower(Tape<T> tape)
    {
        Variable<T> x = X(tape, 0, 1);
        Gradients<T> first = x.Pow(C(1.5)).Sum().Backward();
        return first[x].Sum().Backward().FirstNonFinite();
    }

    /// <summary>Gradient descent that steps over the edge of the domain.</summary>
    private static NonFinite<T>? AfterUpdates(Tape<T> tape)
    {
        var weights = new Parameter<T>("W", [2], [C(2), C(3)]);
        for (int step = 0; ; step++)
        {
            tape.Reset();
            Variable<T> w = tape.Watch(weights), loss = (w - One).Named("z").Log().Named("h").Sum();
            if (step == 3) return loss.FirstNonFinite();
            loss.Backward();
            tape.Update((weights, w - (step == 2 ? tape.Constant([C(1.5), C(0)], [2], "s") : tape.Constant([C(0), C(0)], [2], "s"))));
        }
    }

    /// <summary>The fourth time through a program whose plans are known, and which holds little: values were taken away.</summary>
    private static NonFinite<T>? Repeated(Tape<T> tape)
    {
        for (int step = 0; ; step++)
        {
            tape.Reset();
            Variable<T> x = X(tape, 2, step == 3 ? 0.5 : 3), loss = ((x - One).Named("z").Log() * C(2)).Tanh().Sum();
            _ = loss.Scalar;
            Gradients<T> gradients = loss.Backward();
            _ = gradients[x].Span[0];
            if (step == 3) return gradients.FirstNonFinite();
        }
    }
}
