using System.Numerics.Tensors;

namespace Autograd.Tests.Diagnostics.Trust;

/// <summary>Explain names the cut, and forward mode has 0 or NaN in the same places.</summary>
public class ExplainTests
{
    /// <summary>Functions of x, and of a w that has a gradient anyway; where, the cut, and how the explanation begins.</summary>
    private static readonly Case[] Cases =
    [
        new("nothing reads it", (x, w) => w.Square().Sum(), [1, 2], GradientCut.NoPath, "There is no gradient by x: J does not depend on it, nor does anything else that was recorded."),
        new("something else reads it", (x, w) => Also(x.Exp().Named("e"), w.Square().Sum()), [1, 2], GradientCut.NoPath,
            "There is no gradient by x: J does not depend on it. It is read by e = exp(x), which does not lead there."),
        new("StopGradient", (x, w) => (x.Exp().StopGradient().Named("s") * w).Sum(), [1, 2], GradientCut.StopGradient, "There is no gradient by x: StopGradient takes s = stop(%2) as a constant."),
        new("a comparison", (x, w) => ((x > 1).Named("m") * w).Sum(), [1, 2], GradientCut.Comparison, "There is no gradient by x: m = [x > 1] is a comparison, 0 or 1, which has no derivative."),
        new("an index", (x, w) => w.Gather(0, x.ArgMax()).Sum(), [1, 2], GradientCut.Index, "There is no gradient by x: %3 = argmax(%2) finds indices, which have no derivative."),
        new("a step function", (x, w) => (x.Floor().Named("f") * w).Sum(), [1.5, 2.5], GradientCut.NoDerivative, "There is no gradient by x: f = floor(x) has no derivative: Floor is constant between its steps."),
        new("a condition", (x, w) => x.Tape.Where(x, w, 2 * w).Named("c").Sum(), [1, 0], GradientCut.NoDerivative, "There is no gradient by x: c = where(x, w, "),
        new("a constant on the way", (x, w) => (x.Tape.Constant(x.Exp().Named("e").ToArray(), "c") * w).Sum(), [1, 2], GradientCut.Constant,
            "There is no gradient by x: J reads the constant c, which has the values of e = exp(x). What was read and is put back is a constant; use e itself."),
        new("a dead Relu", (x, w) => (x.Relu().Named("h") * w).Sum(), [-1, -2], GradientCut.Mask,
            "The gradient by x is 0 in all 2 elements: the mask of h = relu(x) cuts off 2 of 2 elements, so that Relu is dead: LeakyRelu, Elu or Gelu pass something on."),
        new("a Relu, in part", (x, w) => (x.Relu().Named("h") * w).Sum(), [1, -2], GradientCut.Mask, "The gradient by x is 0 in 1 of 2 elements: the mask of h = relu(x) cuts off 1 of 2 elements."),
        new("a mask", (x, w) => x.Tape.Where(w > 10, x.Exp(), w).Named("c").Sum(), [1, 2], GradientCut.Mask, "The gradient by x is 0 in all 2 elements: the mask of c = where("),
        new("a clamp", (x, w) => (x.Clamp(0, 1).Named("c") * w).Sum(), [0.5, 2], GradientCut.Mask, "The gradient by x is 0 in 1 of 2 elements: the mask of c = clamp(x, 0, 1) cuts off 1 of 2 elements."),
        new("a slice", (x, w) => x.Slice(0, 0, 1).Named("s").Exp().Sum() + w.Sum(), [1, 2], GradientCut.Mask, "The gradient by x is 0 in 1 of 2 elements: the mask of s = x[0..1] cuts off 1 of 2 elements."),
        new("saturation", (x, w) => (x.Sigmoid().Named("h") * w).Sum(), [800, -800], GradientCut.Saturation,
            "The gradient by x is 0 in all 2 elements: h = σ(x) is saturated: its slope is 0 for 2 of 2 elements, as at [0], where x is 800."),
        new("an extremum", (x, w) => (x.Square().Named("q") * w).Sum(), [0, 2], GradientCut.Stationary,
            "The gradient by x is 0 in 1 of 2 elements: q = x² is stationary: its slope is 0 for 1 of 2 elements, as at [0], where x is 0."),
        new("several paths that cancel", (x, w) => ((x * w) - (x * w)).Sum(), [1, 2], GradientCut.Cancellation, "The gradient by x is 0 in all 2 elements: what comes together in ∇x = "),
        new("copies that cancel", (x, w) => (x * x.Tape.Constant([1, -1, 1, -1], [2, 2], "c").Transpose()).Sum(), [1, 2], GradientCut.Cancellation,
            "The gradient by x is 0 in all 2 elements: what comes together in ∇x = "),
        new("a constant factor", (x, w) => (x * x.Tape.Constant([0, 1], [2], "c") * w).Sum(), [1, 2], GradientCut.ZeroFactor,
            "The gradient by x is 0 in 1 of 2 elements: the constant factor c in %3 = x ⊙ c is 0 for 1 of 2 elements."),
        new("a variable factor", (x, w) => (x * (w - 3).Named("d")).Named("p").Sum(), [1, 2], GradientCut.ZeroFactor,
            "The gradient by x is 0 in 1 of 2 elements: the factor d in p = x ⊙ d is 0 for 1 of 2 elements."),
        new("too small a product", (x, w) => (((x * 1e-200).Named("a") * 1e-200).Named("b") * w).Sum(), [1, 2], GradientCut.Underflow,
            "The gradient by x is 0 in all 2 elements: what comes back through a = 1E−200 x is too small for Double, and becomes 0 for 2 of 2 elements."),
        new("no elements", (x, w) => w.Sum() + x.Sum(), [], GradientCut.ZeroLength, "The gradient by x has no elements: x has the shape [0]."),
        new("a computed zero at a root", (x, w) => x.Sqrt().Named("h").Square().Sum(), [4, 0], GradientCut.Undetermined,
            "The gradient by x is not finite in 1 of 2 elements: a zero that was computed meets the infinite slope of h = √x, and their product is undetermined. ∞ was born backward, in the derivative of h = √x: "),
        new("a computed zero at a logarithm", (x, w) => x.Log().Named("h").Exp().Sum(), [1, 0], GradientCut.Undetermined,
            "The gradient by x is not finite in 1 of 2 elements: a zero that was computed meets the infinite slope of h = ln(x), and"),
        new("a computed zero at a quotient", (x, w) => (1 / (1 + (1 / x).Named("h"))).Sum(), [1, 0], GradientCut.Undetermined,
            "The gradient by x is not finite in 1 of 2 elements: a zero that was computed meets the infinite slope of h = 1 / x, and"),
        new("NaN from before", (x, w) => (x.Sqrt().Named("h") * w).Sum(), [1, -1], GradientCut.NotFinite, "The gradient by x is not finite in 1 of 2 elements. NaN was born in h = √x, element [1] of [2], where x is −1 at [1]."),
        new("nothing", (x, w) => (x * w).Sum(), [1, 2], GradientCut.None, "The gradient by x is not 0 anywhere."),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(test => test.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_cut_is_named(string name)
    {
        Case test = Cases.Single(known => known.Name == name);
        foreach (EvaluationMode mode in Enum.GetValues<EvaluationMode>())
        {
            using var tape = new Tape<double>(new TapeOptions { Evaluation = mode });
            Variable<double> x = tape.Variable(test.X, [test.X.Length], "x"), output = test.Function(x, W(tape)).Named("J");
            Gradients<double> gradients = output.Backward();
            int nodes = tape.NodeCount;
            GradientExplanation explanation = gradients.Explain(x);
            Assert.True(explanation.ToString().StartsWith(test.Begin, StringComparison.Ordinal), $"{explanation}\n{test.Begin}");
            Assert.Equal((test.Cut, test.X.Length, nodes), (explanation.Cut, explanation.ElementCount, tape.NodeCount));
            Assert.Equal(gradients[x].ToArray().Count(slope => slope == 0), explanation.ZeroCount);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_mode_has_zeros_and_NaN_in_the_same_elements(string name)
    {
        Case test = Cases.Single(known => known.Name == name);
        double[] reverse = Differentiate.Gradient<double>(x => test.Function(x, W(x.Tape)), test.X).ToArray();
        for (int i = 0; i < test.X.Length; i++)
        {
            double[] direction = new double[test.X.Length];
            direction[i] = 1;
            double forward = Differentiate.Jvp<double>(x => test.Function(x, W(x.Tape)), test.X, direction).Tangent.ToArray()[0];
            Assert.Equal((reverse[i] == 0, double.IsFinite(reverse[i])), (forward == 0, double.IsFinite(forward)));
        }
    }

    [Fact]
    public void Gradients_of_gradients_are_explained()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([0, 0], "x"), w = tape.Variable([3, 4], "w");
        Variable<double> slope = (x * w.Square()).Sum().Backward()[x].Named("slope");
        Assert.Equal("There is no gradient by x: %11 does not depend on it. It is read by %3 = x ⊙ %2, which does not lead there.", slope.Sum().Backward().Explain(x).ToString());
        Gradients<double> second = x.Norm().Square().Backward()[x].Sum().Backward();
        GradientExplanation explanation = second.Explain(x);
        Assert.Equal(GradientCut.Undetermined, explanation.Cut);
        Assert.EndsWith("Write ‖x‖² as x.Square().Sum(), which has all derivatives.", explanation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_given_cotangent_of_zeros_is_named()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1, 2], "x"), y = x.Exp();
        GradientExplanation explanation = y.Backward(tape.Constant([0, 0], [2], null)).Explain(x);
        Assert.Equal((GradientCut.ZeroCotangent, "The gradient by x is 0 in all 2 elements: so is the cotangent that Backward was given."), (explanation.Cut, explanation.ToString()));
    }

    [Fact]
    public void Constants_and_what_is_made_of_them_are_named()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([1, 2], "x"), c = tape.Constant([1, 2], "c"), d = c.Exp().Named("d"), m = (x > c).Named("m");
        Gradients<double> gradients = (x * d * m).Sum().Backward();
        Assert.Equal("There is no gradient by c, which is a constant. Put it on the tape by Variable, or as a parameter by Watch.", gradients.Explain(c).ToString());
        Assert.Equal("There is no gradient by d: d = exp(c) depends on no variable and no parameter.", gradients.Explain(d).ToString());
        Assert.Equal("There is no gradient by m: m = [x > c] is a comparison, 0 or 1, which has no derivative.", gradients.Explain(m).ToString());
    }

    [Fact]
    public void A_unit_that_is_dead_for_all_examples_is_found_behind_the_product()
    {
        using var tape = new Tape<double>(new TapeOptions { RecordCallSites = true });
        var weights = new Parameter<double>("W", [2, 2], [1, -1, 1, -1]);
        Variable<double> x = tape.Constant([1, 2, 3, 4], [2, 2], "x");
        Gradients<double> gradients = x.MatMul(tape.Watch(weights)).Named("z").Relu().Named("h").Sum().Backward();
        GradientExplanation explanation = gradients.Explain(weights);
        Assert.StartsWith("The gradient by W is 0 in 2 of 4 elements: the mask of h = relu(z) (ExplainTests.cs:", explanation.ToString(), StringComparison.Ordinal);
        Assert.Equal(("h = relu(z)", "ExplainTests.cs", 2), (explanation.Place, explanation.CallSite?.FileName, explanation.ZeroCount));
    }

    [Fact]
    public void What_needs_the_old_values_of_a_parameter_can_no_longer_be_explained()
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        var weights = new Parameter<double>("W", [2], [1, 2]);
        Gradients<double> gradients = tape.Watch(weights).Exp().Sum().Backward();
        weights.Update()[0] = 3;
        Assert.Equal(GradientCut.Unknown, gradients.Explain(weights).Cut);
        Assert.Throws<ArgumentException>(() => gradients.Explain(new Parameter<double>("V", [2])));
    }

    private static Variable<double> W(Tape<double> tape) => tape.Variable([3, 4], "w");

    private static Variable<double> Also(Variable<double> unused, Variable<double> result) => unused.IsDifferentiable ? result : unused;

    private sealed record Case(string Name, Func<Variable<double>, Variable<double>, Variable<double>> Function, double[] X, GradientCut Cut, string Begin);
}
