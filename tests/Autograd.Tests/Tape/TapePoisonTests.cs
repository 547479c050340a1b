using System.Numerics.Tensors;

namespace Autograd.Tests.Tape;

public class TapePoisonTests
{
    private static readonly TapeOptions Poisons = new() { PoisonOnReset = true };

    [Fact]
    public void What_is_kept_past_Reset_shows_NaN_where_asked_for()
    {
        Check<float>(isPoisoned: true);
        Check<double>(isPoisoned: true);
        Check<float>(isPoisoned: false);
        Check<double>(isPoisoned: false);

        static void Check<T>(bool isPoisoned)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            using var tape = new Tape<T>(new TapeOptions { PoisonOnReset = isPoisoned });
            var p = new Parameter<T>("p", [2, 2], [T.One, T.One, T.Zero, T.One]);
            Variable<T> x = tape.Variable([T.One, T.One, T.One, T.One], [2, 2]), c = tape.Constant(T.One), w = tape.Watch(p);
            Variable<T> y = x * w, turned = x.Transpose(), shown = x.Reshape(4), turnedParameter = w.Transpose();
            Indices<T> given = tape.Indices([1, 0]), found = x.ArgMax(1);
            Gradients<T> gradients = (y + c).Square().Sum().Backward();
            ReadOnlySpan<T> leaf = x.Span, scalar = c.Span, result = y.Span, copy = turned.Span, view = shown.Span, ofParameter = w.Span, ofCopy = turnedParameter.Span;
            ReadOnlySpan<T> gradient = gradients[x].Span;
            ReadOnlySpan<int> indices = given.Values, largest = found.Values;
            tape.Reset();
            ReadOnlySpan<T> all = [.. leaf, .. scalar, .. result, .. copy, .. view, .. ofCopy, .. gradient];
            foreach (T element in all) Assert.Equal(isPoisoned, T.IsNaN(element));
            Assert.Equal(isPoisoned ? [int.MinValue, int.MinValue] : [1, 0], indices.ToArray());
            Assert.Equal(isPoisoned ? [int.MinValue, int.MinValue] : [0, 0], largest.ToArray());
            Assert.Equal([T.One, T.One, T.Zero, T.One], ofParameter.ToArray());
            Assert.Equal([T.One, T.One, T.Zero, T.One], p.Values.ToArray());
        }
    }

    /// <summary>Where a walk is repeated its rules are not asked again, and the numbers that they brought in stay.</summary>
    [Fact]
    public void Numbers_of_rules_survive()
    {
        using var tape = new Tape<double>(Poisons);
        for (int step = 0; step < 4; step++)
        {
            tape.Reset();
            double at = 2 + step;
            var x = tape.Variable([at, at], [2]);
            var y = x.Pow(3).Sum() + x.At(0, 0).Reshape(1).Variance() + x.Gather(0, tape.Indices([1, 1])).Log().Sum();
            var gradient = y.Backward()[x];
            var second = gradient.Sum().Backward()[x];
            Assert.Equal([3 * at * at, (3 * at * at) + (2 / at)], gradient.ToArray().Select(v => Math.Round(v, 12)).ToArray(), (a, b) => Math.Abs(a - b) < 1e-9);
            Assert.Equal([6 * at, (6 * at) - (2 / (at * at))], second.ToArray(), (a, b) => Math.Abs(a - b) < 1e-9);
        }
    }

    [Fact]
    public void Functions_and_training_steps_are_the_same_bit_for_bit()
    {
        foreach (EvaluationMode evaluation in Enum.GetValues<EvaluationMode>())
        {
            var plain = new TapeOptions { Evaluation = evaluation };
            Assert.Equal(Functions(plain), Functions(plain with { PoisonOnReset = true }));
            Assert.Equal(Training(plain), Training(plain with { PoisonOnReset = true }));
        }

        static double[] Functions(TapeOptions options)
        {
            using var f = new DifferentiableFunction<double>(x => (x.Softmax(0) * x.Pow(3)).Sum() + x.MatMul(x).Sqrt(), options);
            List<double> results = [];
            for (int step = 0; step < 4; step++)
            {
                Tensor<double> x = Tensor.Create<double>([1 + step, 0.5, 2], [3]), v = Tensor.Create<double>([1, step, 3], [3]);
                results.AddRange(f.Gradient(x).ToArray());
                results.AddRange(f.Hessian(x).ToArray());
                results.AddRange(f.HessianVectorProduct(x, v).ToArray());
                results.AddRange(f.Jvp(x, v).Tangent.ToArray());
            }

            return [.. results];
        }

        static double[] Training(TapeOptions options)
        {
            var random = new RandomGenerator(5);
            Parameter<double> w = new("w", [3, 4], [.. Enumerable.Range(0, 12).Select(i => (i % 5) - 2.0)]), b = new("b", [4]);
            var optimizer = new Adam<double>([w, b], 0.05);
            using var tape = new Tape<double>(options);
            for (int step = 0; step < 20; step++)
            {
                tape.Reset();
                Variable<double> x = tape.Normal([step % 7 == 6 ? 5 : 8, 3], random), y = x.MatMul(tape.Watch(w)) + tape.Watch(b);
                optimizer.Step(y.CrossEntropy(tape.Indices([.. Enumerable.Range(0, y.Shape[0]).Select(i => i % 4)])).Backward());
            }

            return [.. w.Values, .. b.Values];
        }
    }

    /// <summary>What lies under a view need not be held itself: the view's elements are overwritten all the same.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void A_span_of_a_view_that_a_plan_holds_shows_that_it_is_from_before(EvaluationMode mode)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = mode, PoisonOnReset = true });
        for (int step = 0; step < 4; step++)
        {
            var x = tape.Variable([1.0, 2, 3, 4], [2, 2], "x");
            ReadOnlySpan<double> value = x.Exp().Reshape(4).Span, gradient = x.Square().Reshape(4).CumulativeSum(0).Sum().Backward()[x].Reshape(4).Span;
            Assert.Equal([8, 12, 12, 8], gradient);
            tape.Reset();
            Assert.All(value.ToArray(), v => Assert.True(double.IsNaN(v)));
            Assert.All(gradient.ToArray(), v => Assert.True(double.IsNaN(v)));
        }
    }
}
