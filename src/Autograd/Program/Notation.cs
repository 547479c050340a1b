using System.Globalization;
using System.Numerics;

namespace Autograd.Authoring;

/// <summary>
/// How an operation is written in a formula, declared by the operation itself: as a sum, a product, a matrix product, a function with
/// a symbol … The form is all that the printed equations know about an operation; what they simplify and the reason they give for a
/// derivative follow from it.
/// </summary>
public sealed record Notation
{
    private Notation(NotationForm form, string symbol, string? latex = null)
    {
        Form = form;
        Symbol = symbol;
        Latex = latex ?? symbol;
    }

    /// <summary>A matrix product, written by placing the factors side by side.</summary>
    public static Notation MatrixProduct { get; } = new(NotationForm.MatrixProduct, "");

    /// <summary>The last two dimensions exchanged, written Xᵀ.</summary>
    public static Notation Transposition { get; } = new(NotationForm.Transposition, "") { IsLinear = true, IsMoving = true };

    /// <summary>The same elements under other lengths. Between [n], [n, 1] and [1, n] it is not written, or as a transposition.</summary>
    public static Notation Rearrangement { get; } = new(NotationForm.Rearrangement, "") { IsLinear = true, IsMoving = true };

    /// <summary>Repetition under larger lengths; not written where the other operand or the lengths beside the line say it.</summary>
    public static Notation Repetition { get; } = new(NotationForm.Repetition, "") { IsLinear = true, IsMoving = true };

    /// <summary>The absolute value, written |x|.</summary>
    public static Notation Magnitude { get; } = new(NotationForm.Magnitude, "|");

    /// <summary>The square root, written √x.</summary>
    public static Notation Root { get; } = new(NotationForm.Root, "√", @"\sqrt");

    /// <summary>The first operand times the logarithm of the second, and 0 where the first is 0, as in every product ⊙.</summary>
    public static Notation TimesLogarithm { get; } = new(NotationForm.TimesLogarithm, "ln", @"\ln");

    /// <summary>A power of two operands, written xᵖ.</summary>
    public static Notation Power { get; } = new(NotationForm.Power, "^");

    /// <summary>The exponential function, the inverse of every <see cref="LogarithmOf"/>.</summary>
    public static Notation Exponential { get; } = new(NotationForm.Exponential, "exp", @"\exp");

    /// <summary>A choice between two operands by a condition, the first operand.</summary>
    public static Notation Choice { get; } = new Notation(NotationForm.Choice, "where", @"\operatorname{where}")
        .Explained("where(c, a, b)", "a where c holds, else b");

    /// <summary>The exponential of the first of two operands.</summary>
    internal static Notation ExponentialOfFirst { get; } = new(NotationForm.Exponential, "exp", @"\exp") { WrittenOperands = 1, ConstantOperands = [1] };

    /// <summary>The slope of the logistic function, written y ⊙ (1 − y) of its value y, the first operand; the second, its argument, is not written.</summary>
    internal static Notation LogisticSlope { get; } = new(NotationForm.LogisticSlope, "y ⊙ (1 − y)") { WrittenOperands = 1, ConstantOperands = [1] };

    /// <summary>The slope of the hyperbolic tangent, written 1 − y² of its value y, the first operand; the second, its argument, is not written.</summary>
    internal static Notation TanhSlope { get; } = new(NotationForm.TanhSlope, "1 − y²") { WrittenOperands = 1, ConstantOperands = [1] };

    /// <summary>The loss of a logit x for a target t, written softplus(x) − t ⊙ x.</summary>
    internal static Notation LogisticLoss { get; } = new(NotationForm.LogisticLoss, "softplus(x) − t ⊙ x");

    /// <summary>The slope of that loss, written σ(x) − t.</summary>
    internal static Notation LogisticResidual { get; } = new(NotationForm.LogisticResidual, "σ(x) − t");

    /// <summary>The normal density over the normal distribution, written φ(x) / Φ(x).</summary>
    internal static Notation DensityByDistribution { get; } = new(NotationForm.DensityByDistribution, "φ / Φ");

    /// <summary>x + φ(x) / Φ(x).</summary>
    internal static Notation DensityByDistributionExcess { get; } = new(NotationForm.DensityByDistributionExcess, "x + φ / Φ");

    /// <summary>The slope of x Φ(x), written Φ(x) + x ⊙ φ(x).</summary>
    internal static Notation GeluSlope { get; } = new(NotationForm.GeluSlope, "Φ + x ⊙ φ");

    /// <summary>The slope of x σ(x), written σ(x) + x ⊙ σ(x) ⊙ (1 − σ(x)).</summary>
    internal static Notation SiluSlope { get; } = new(NotationForm.SiluSlope, "σ + x ⊙ σ ⊙ (1 − σ)");

    internal NotationForm Form { get; }

    /// <summary>The operands that the formula mentions twice.</summary>
    internal int[] RepeatedOperands { get; private init; } = [];

    internal string Symbol { get; private init; }

    internal string Latex { get; private init; }

    /// <summary>Coefficients of a sum's operands, exponents of a product's factors.</summary>
    internal int[] Weights { get; private init; } = [];

    /// <summary>The dimensions that a function or reduction works along; null where that goes without saying.</summary>
    internal Dimensions? Along { get; private init; }

    /// <summary>Attributes, written after the operands.</summary>
    internal string[] Attributes { get; private init; } = [];

    /// <summary>Whether the result is linear in all operands together, indices held fixed.</summary>
    internal bool IsLinear { get; private init; }

    /// <summary>Whether it only moves elements.</summary>
    internal bool IsMoving { get; private init; }

    /// <summary>Whether each element of the result is one of several of the operand.</summary>
    internal bool IsChoosing { get; private init; }

    /// <summary>The operands in each of which alone the result is linear; empty where nothing is said of single ones.</summary>
    internal int[] LinearOperands { get; private init; } = [];

    /// <summary>The operands that only choose, so that no cotangent passes to them.</summary>
    internal int[] ConstantOperands { get; private init; } = [];

    /// <summary>How many of the operands, from the first on, the formula mentions.</summary>
    internal int WrittenOperands { get; private init; } = int.MaxValue;

    /// <summary>What a reader may not know, as a sample and what it means; null where it goes without saying.</summary>
    internal (string Sample, string Meaning)? Explanation { get; private init; }

    /// <summary>What the exponential of this is.</summary>
    internal Notation? LogarithmIs { get; private init; }

    /// <summary>A function: its symbol, then the operands and the attributes in parentheses.</summary>
    /// <param name="symbol">The symbol in plain text: <c>σ</c>, <c>tanh</c>.</param>
    /// <param name="latex">The symbol in LaTeX; by default an upright name.</param>
    /// <returns>The notation.</returns>
    public static Notation Function(string symbol, string? latex = null) =>
        new(NotationForm.Function, symbol, latex ?? $@"\operatorname{{{symbol}}}");

    /// <summary>A function whose operands follow in square brackets: X[t].</summary>
    /// <returns>The notation.</returns>
    public static Notation Index() => new Notation(NotationForm.Index, "").Moving().Explained("X[t]", "the rows of X that t names");

    /// <summary>A sum of the operands, each times a whole number.</summary>
    /// <param name="coefficients">For each operand its coefficient: 1, −1 for a difference.</param>
    /// <returns>The notation.</returns>
    public static Notation Sum(params int[] coefficients) => new(NotationForm.Sum, "+") { Weights = coefficients };

    /// <summary>A product, element by element, of the operands, each to a whole power.</summary>
    /// <param name="exponents">For each operand its exponent: 1, −1 for a quotient.</param>
    /// <returns>The notation.</returns>
    public static Notation Product(params int[] exponents) => new(NotationForm.Product, "⊙") { Weights = exponents };

    /// <summary>A reduction that keeps the reduced dimensions with length 1: Σ, max.</summary>
    /// <param name="symbol">The symbol in plain text.</param>
    /// <param name="latex">The symbol in LaTeX.</param>
    /// <param name="reduced">The dimensions.</param>
    /// <returns>The notation.</returns>
    public static Notation Reduction(string symbol, string latex, Dimensions reduced) =>
        new(NotationForm.Reduction, symbol, latex) { Along = reduced };

    /// <summary>A relation that is 1 where it holds and 0 elsewhere, written [a > b].</summary>
    /// <param name="symbol">The symbol in plain text.</param>
    /// <param name="latex">The symbol in LaTeX.</param>
    /// <returns>The notation.</returns>
    public static Notation Relation(string symbol, string latex) => new Notation(NotationForm.Relation, symbol, latex)
        .Explained($"[a {symbol} b]", "1 where it holds, else 0");

    /// <summary>The logarithm of a function, which <see cref="Exponential"/> undoes.</summary>
    /// <param name="function">The function.</param>
    /// <returns>The notation.</returns>
    public static Notation LogarithmOf(Notation function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function with { Symbol = "log" + function.Symbol, Latex = @"\log " + function.Latex, LogarithmIs = function };
    }

    /// <summary>The first operand where the second, indices, points; zero elsewhere: a product with <c>onehot(t, length)</c>.</summary>
    /// <param name="dimension">The dimension along which there is one place for each operand.</param>
    /// <param name="length">Its length.</param>
    /// <returns>The notation.</returns>
    public static Notation Indicator(int dimension, int length) =>
        new Notation(NotationForm.Indicator, "onehot", @"\operatorname{onehot}").WithDimensions(Dimensions.None.Add(dimension)).WithAttributes(Text(length))
            .Explained("onehot(t, n)", "for each index in t a row of n numbers, 1 in its place, else 0");

    /// <summary>Some elements along one dimension, written X[:, 2..5].</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="start">The first.</param>
    /// <param name="length">How many.</param>
    /// <param name="step">How far apart.</param>
    /// <returns>The notation.</returns>
    public static Notation Slice(int dimension, int start, int length, int step) =>
        new Notation(NotationForm.Slice, "").WithAttributes(Range(dimension, start, length, step)).Moving()
            .Explained(step == 1 ? "X[a..b]" : "X[a:n:s]", step == 1 ? "the elements of X from a to before b, with a : for each dimension before" : "n elements of X from a on, in steps of s");

    /// <summary>Zeros with the operand in some places along one dimension, written embed(X, [:, 2..], 9): the transpose of a slice.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="start">The first place.</param>
    /// <param name="step">How far apart they are.</param>
    /// <param name="length">The result's length.</param>
    /// <returns>The notation.</returns>
    public static Notation Embedding(int dimension, int start, int step, int length) =>
        Function("embed").WithAttributes($"[{Before(dimension)}{start}{(step == 1 ? ".." : $"::{Text(step)}")}]", Text(length)).Moving()
            .Explained("embed(X, [a..], n)", "n zeros with X in their places from a on, or in steps: the transpose of the slice");

    /// <summary>A product with the Jacobian of a softmax p: p ⊙ (x − Σ (x ⊙ p)), x − Σ (x ⊙ p) or x − p ⊙ Σ x.</summary>
    internal static Notation SoftmaxJacobianProduct(SoftmaxJacobian jacobian, Dimensions reduced) => jacobian switch
    {
        SoftmaxJacobian.Softmax => new(NotationForm.SoftmaxJacobianProduct, "p ⊙ (x − Σ (x ⊙ p))") { Along = reduced, LinearOperands = [0], RepeatedOperands = [0, 1] },
        SoftmaxJacobian.Logarithm => new(NotationForm.LogSoftmaxJacobianProduct, "x − Σ (x ⊙ p)") { Along = reduced, LinearOperands = [0, 1], RepeatedOperands = [0] },
        _ => new(NotationForm.LogSoftmaxTransposedProduct, "x − p ⊙ Σ x") { Along = reduced, LinearOperands = [0], RepeatedOperands = [0] },
    };

    /// <summary>The same, with attributes written after the operands.</summary>
    /// <param name="attributes">Their texts.</param>
    /// <returns>The notation.</returns>
    public Notation WithAttributes(params string[] attributes) => this with { Attributes = attributes };

    /// <summary>The same, with the dimensions written that it works along.</summary>
    /// <param name="dimensions">The dimensions.</param>
    /// <returns>The notation.</returns>
    public Notation WithDimensions(Dimensions dimensions) => this with { Along = dimensions };

    /// <summary>The same, declared to be linear in all operands together, indices held fixed.</summary>
    /// <returns>The notation.</returns>
    public Notation Linear() => this with { IsLinear = true };

    /// <summary>The same, declared to be linear in each of these operands alone, the others held fixed: a product of some kind.</summary>
    /// <param name="operands">The operands, counted from 0.</param>
    /// <returns>The notation.</returns>
    public Notation LinearIn(params int[] operands) => this with { LinearOperands = operands };

    /// <summary>The same, declared not to change with small changes of these operands, so that no cotangent passes to them.</summary>
    /// <param name="operands">The operands, counted from 0.</param>
    /// <returns>The notation.</returns>
    public Notation ConstantIn(params int[] operands) => this with { ConstantOperands = operands };

    /// <summary>The same, declared to move elements, and add up where several meet: linear, with a Jacobian of zeros and ones.</summary>
    /// <returns>The notation.</returns>
    public Notation Moving() => this with { IsLinear = true, IsMoving = true };

    /// <summary>The same, declared to give as each element one of several of the operand's.</summary>
    /// <returns>The notation.</returns>
    public Notation Choosing() => this with { IsChoosing = true };

    /// <summary>The same, explained below the derivations in which it occurs.</summary>
    /// <param name="sample">How it looks: <c>conv(X, W)</c>.</param>
    /// <param name="meaning">What that is, in a few words.</param>
    /// <returns>The notation.</returns>
    public Notation Explained(string sample, string meaning) => this with { Explanation = (sample, meaning) };

    /// <summary>A number as an attribute.</summary>
    /// <param name="number">The number.</param>
    /// <typeparam name="TNumber">Its type.</typeparam>
    /// <returns>Its shortest text.</returns>
    public static string Text<TNumber>(TNumber number)
        where TNumber : INumber<TNumber> => number.ToString(null, CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Range(int dimension, int start, int length, int step) =>
        Before(dimension) + (step == 1 ? $"{start}..{start + length}" : $"{start}:{length}:{Text(step)}");

    private static string Before(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)dimension, (uint)Shape.MaxRank, nameof(dimension));
        return string.Concat(Enumerable.Repeat(":, ", dimension));
    }
}

/// <summary>The forms that a formula can take.</summary>
internal enum NotationForm
{
    Function,
    Sum,
    Product,
    Power,
    Root,
    TimesLogarithm,
    MatrixProduct,
    Transposition,
    Rearrangement,
    Repetition,
    Magnitude,
    Exponential,
    Choice,
    Reduction,
    Relation,
    Indicator,
    Index,
    Slice,
    LogisticSlope,
    TanhSlope,
    LogisticLoss,
    LogisticResidual,
    DensityByDistribution,
    SoftmaxJacobianProduct,
    LogSoftmaxJacobianProduct,
    LogSoftmaxTransposedProduct,
    DensityByDistributionExcess,
    GeluSlope,
    SiluSlope,
}
