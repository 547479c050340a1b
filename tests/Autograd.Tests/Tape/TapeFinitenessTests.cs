namespace Autograd.Tests.Tape;

/// <summary>What a tape with CheckFinite refuses, what it lets pass, and what it says.</summary>
public partial class TapeFinitenessTests
{
    public static TheoryData<EvaluationMode, long> Ways => new() { { EvaluationMode.Eager, 1 << 16 }, { EvaluationMode.Deferred, 1 << 16 }, { EvaluationMode.Deferred, 0 }, { EvaluationMode.Eager, 0 } };

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_value_that_is_read_is_refused_in_the_words_of_FirstNonFinite(EvaluationMode mode, long coldNodes)
    {
        using Tape<double> tape = Checked(mode, coldNodes);
        Variable<double> x = tape.Variable([2, 0.5], "x"), loss = (x - 1).Named("z").Log().Named("h").Square().Sum();
        string found = loss.FirstNonFinite()!.ToString();
        Assert.Equal("NaN was born in h = ln(z), element [1] of [2], where z = x − 1 is −0.5 at [1].", found);
        Assert.Equal($"CheckFinite: what was asked for is not finite. {found}", Assert.Throws<NonFiniteException>(() => loss.Scalar).Message);
        Assert.Equal($"CheckFinite: what was asked for is not finite. {found}", Assert.Throws<NonFiniteException>(() => loss.ToArray()).Message);
        Assert.Equal("NaN", loss.ToString());
        Assert.Equal([2, 0.5], x.ToArray());
    }

    [Fact]
    public void Options_that_ask_for_it_are_equal_and_can_take_it_back()
    {
        var asked = new TapeOptions { CheckFinite = true };
        Assert.Equal(new TapeOptions { CheckFinite = true }, asked);
        Assert.NotEqual(new TapeOptions(), asked);
        Assert.Equal(new TapeOptions(), asked with { CheckFinite = false });
        Assert.True((asked with { ProfileSteps = true }).CheckFinite);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_gradient_that_is_read_is_refused(EvaluationMode mode, long coldNodes)
    {
        using Tape<double> tape = Checked(mode, coldNodes);
        Variable<double> x = tape.Variable([4, 0], "x");
        Gradients<double> gradients = x.Sqrt().Named("h").Square().Sum().Backward();
        Assert.Contains(gradients.FirstNonFinite()!.ToString(), Assert.Throws<NonFiniteException>(() => gradients[x].Span[0]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_is_masked_on_the_way_passes(EvaluationMode mode, long coldNodes)
    {
        using Tape<double> tape = Checked(mode, coldNodes);
        Variable<double> x = tape.Variable([4, 0, -1], "x"), mask = tape.Constant([0, double.NegativeInfinity, 0], "mask");
        Gradients<double> gradients = (tape.Where(x > 0, x.Sqrt(), 0) + (x + mask).Softmax(0)).Sum().Backward();
        Assert.True(double.IsFinite(gradients[x].Span[0]));
        Variable<double> s = tape.Variable([1, 2, 3, 4], [1, 2, 2], "s"), attended = s.ScaledDotProductAttention(s, s, isCausal: true);
        Assert.All(attended.Sum().Backward()[s].ToArray(), slope => Assert.True(double.IsFinite(slope)));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void An_update_with_what_is_not_finite_changes_no_parameter(EvaluationMode mode, long coldNodes)
    {
        using Tape<double> tape = Checked(mode, coldNodes);
        Parameter<double> a = new("a", [2], [1, 2]), b = new("b", [2], [3, 4]);
        for (int step = 0; ; step++)
        {
            tape.Reset();
            Variable<double> u = tape.Watch(a), v = tape.Watch(b), shift = tape.Constant(step == 4 ? b.Values.ToArray() : [0, 0], "shift");
            Gradients<double> gradients = (u.Square() + (v - shift).Sqrt().Square()).Sum().Backward();
            Variable<double> newU = u - (0.1 * gradients[u]), newV = v - (0.1 * gradients[v]);
            int nodes = tape.NodeCount;
            double[] before = [.. a.Values, .. b.Values];
            if (step < 4)
            {
                Update();
                Assert.NotEqual(before, (double[])[.. a.Values, .. b.Values]);
                continue;
            }

            string message = Assert.Throws<NonFiniteException>(Update).Message;
            Assert.Equal(before, (double[])[.. a.Values, .. b.Values]);
            Assert.Contains("∞ was born backward, in the derivative of ", message, StringComparison.Ordinal);
            Assert.Equal(nodes, tape.NodeCount);
            return;

            void Update() => tape.Update((a, newU), (b, newV));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Updates_are_the_same_bits_with_it_and_without(EvaluationMode mode, long coldNodes)
    {
        double[][] results = [.. ((bool[])[false, true]).Select(isChecked =>
        {
            using var tape = new Tape<double>(new TapeOptions { Evaluation = mode, CheckFinite = isChecked });
            tape.Plans.ColdNodes = coldNodes;
            Parameter<double> a = new("a", [2], [1, 2]), b = new("b", [2], [3, 4]);
            for (int step = 0; step < 5; step++)
            {
                tape.Reset();
                Variable<double> u = tape.Watch(a), v = tape.Watch(b);
                Gradients<double> gradients = (u * v).Sin().Sum().Backward();
                tape.Update((a, u - (0.1 * gradients[u])), (b, u.Transpose() + gradients[v]));
            }

            return (double[])[.. a.Values, .. b.Values];
        })];
        Assert.Equal(results[0], results[1]);
    }

    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void An_optimizer_steps_alike_before_and_after_its_plans_are_hot_until_a_step_is_refused(EvaluationMode mode)
    {
        Parameter<float>[][] networks = [[new("W", [3, 2], [1, 2, 3, 4, 5, 6]), new("b", [2])], [new("W", [3, 2], [1, 2, 3, 4, 5, 6]), new("b", [2])]];
        for (int k = 0; k < 2; k++)
        {
            using var tape = new Tape<float>(new TapeOptions { Evaluation = mode, CheckFinite = k == 1 });
            tape.Plans.ColdNodes = 100;
            var optimizer = new Adam<float>(networks[k], learningRate: 0.05);
            for (int step = 0; step < 20; step++) optimizer.Step(Loss(tape, networks[k], 2).Backward());
            if (k == 0) continue;
            float[] before = networks[k][0].Values.ToArray();
            Assert.Equal(networks[0][0].Values.ToArray(), before);
            Gradients<float> gradients = Loss(tape, networks[k], float.MaxValue).Backward();
            Assert.Contains("∞ was born in ", Assert.Throws<NonFiniteException>(() => optimizer.Step(gradients)).Message, StringComparison.Ordinal);
            Assert.Equal(before, networks[k][0].Values.ToArray());
            optimizer.Step(Loss(tape, networks[k], 2).Backward());
            Assert.NotEqual(before, networks[k][0].Values.ToArray());
        }
    }

    private static Variable<float> Loss(Tape<float> tape, Parameter<float>[] network, float x)
    {
        tape.Reset();
        return (tape.Constant([x, 1, 1], [1, 3], "x").MatMul(tape.Watch(network[0])) + tape.Watch(network[1])).Square().Mean();
    }

    private static Tape<double> Checked(EvaluationMode mode, long coldNodes)
    {
        var tape = new Tape<double>(new TapeOptions { Evaluation = mode, CheckFinite = true });
        tape.Plans.ColdNodes = coldNodes;
        return tape;
    }
}
