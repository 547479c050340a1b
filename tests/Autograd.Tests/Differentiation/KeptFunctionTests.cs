using Autograd.Tests.Tape;

namespace Autograd.Tests.Differentiation;

/// <summary>The tapes that Differentiate keeps must be noticed in nothing but time and memory.</summary>
public class KeptFunctionTests
{
    private static readonly double[] At = [-1, 0.5, 2];

    [Fact]
    public void A_repeated_call_allocates_its_result_alone()
    {
        double[] x = new double[40];
        long bytes = Allocations.Of(() => Differentiate.Hessian(F, x));
        Assert.InRange(bytes, 40 * 40 * sizeof(double), (40 * 40 * sizeof(double)) + 300);
        bytes = Allocations.Of(() => Differentiate.Gradient(F, x));
        Assert.InRange(bytes, 40 * sizeof(double), (40 * sizeof(double)) + 300);

        static Variable<double> F(Variable<double> v) => (v.Sin() * v.Exp().Tanh()).Square().Sum().Exp();
    }

    [Fact]
    public void A_function_may_differentiate_another_and_call_itself_again()
    {
        double[] inner = [.. At.Select(x => Math.Cos(x))];
        for (int time = 0; time < 3; time++)
        {
            Assert.Equal(inner, Differentiate.Gradient(v => (v * v.Tape.Constant(Differentiate.Gradient(w => w.Sin().Sum(), v.ToArray()))).Sum(), At).ToArray());
            Assert.Equal(8, Power(4)); // ∂/∂x of x times what the function below has computed: 2³ at x = 2
        }

        static double Power(int n) => n == 0 ? 1 : Differentiate.Derivative(x => x * (n == 1 ? 1 : Power(n - 1) * x.Scalar), 2.0);
    }

    [Fact]
    public void A_function_that_throws_leaves_nothing_behind()
    {
        double[] expected = Differentiate.Gradient(v => v.Square().Sum(), At).ToArray();
        for (int stop = 0; stop < 4; stop++)
        {
            Assert.Throws<NotSupportedException>(() => Differentiate.Hessian(v => Stopped(v, stop), At));
            Assert.Throws<InvalidOperationException>(() => Differentiate.Hessian(v => v.Square(), At));
            Assert.Throws<ArgumentException>(() => Differentiate.Jvp(v => v.Square(), At, [1.0]));
            Assert.Equal(expected, Differentiate.Gradient(v => v.Square().Sum(), At).ToArray());
        }

        static Variable<double> Stopped(Variable<double> v, int stop)
        {
            for (int k = 0; k < stop; k++) v = v.Square();
            throw new NotSupportedException();
        }
    }

    [Fact]
    public void Handles_of_a_call_are_refused_after_it()
    {
        Variable<double> leaked = default;
        Differentiate.Gradient(v => leaked = v.Square().Sum(), At);
        Assert.Throws<InvalidOperationException>(() => leaked.Scalar);
        Differentiate.Gradient(v => v.Square().Sum(), At);
        Assert.Throws<InvalidOperationException>(() => leaked.Scalar);
        Assert.Throws<InvalidOperationException>(() => Differentiate.Gradient(v => leaked, At));
    }

    [Fact]
    public void Few_tapes_are_kept_and_no_large_ones()
    {
        // A thread of its own, whose tapes no other test has a part in.
        var counts = new List<int>();
        var thread = new Thread(() =>
        {
            counts.Add(KeptFunction<double>.Count);
            Nested(KeptFunction<double>.MostKept + 2);
            counts.Add(KeptFunction<double>.Count);
            Nested(2);
            counts.Add(KeptFunction<double>.Count);
            Differentiate.Gradient(v => v.Exp().Sum(), new double[KeptFunction<double>.MostBytes / sizeof(double)]);
            counts.Add(KeptFunction<double>.Count);
            Differentiate.Gradient(v => LongChain(v), At);
            counts.Add(KeptFunction<double>.Count);
        });
        thread.Start();
        thread.Join();
        Assert.Equal([0, KeptFunction<double>.MostKept, KeptFunction<double>.MostKept, KeptFunction<double>.MostKept - 1, KeptFunction<double>.MostKept - 2], counts);

        static Variable<double> LongChain(Variable<double> v)
        {
            var x = v.Sum();
            for (int k = 0; k < KeptFunction<double>.MostBytes / 100; k++) x = -x;
            return x;
        }

        static double Nested(int depth) => depth == 0 ? 1 : Differentiate.Derivative(x => x * Nested(depth - 1), 1.0);
    }

    [Fact]
    public void Threads_and_earlier_calls_do_not_change_a_bit()
    {
        double[] direction = [1, -2, 0.5];
        Func<Variable<double>, Variable<double>>[] functions =
        [
            v => v.Sin().Sum(), v => (v.Sin() * v).Sum(), v => v.Softmax(0).Log().Square().Sum(), v => v.Sum().Exp() + v.Square().Mean(),
        ];
        List<Func<double[]>> calls = [];
        foreach (var f in functions)
        {
            calls.Add(() => Differentiate.Gradient(f, At).ToArray());
            calls.Add(() => Differentiate.Hessian(f, At).ToArray());
            calls.Add(() => Differentiate.HessianVectorProduct(f, At, direction).ToArray());
            calls.Add(() => Differentiate.Jacobian(v => f(v) * v.Tape.Concatenate(0, v, v.Exp()), At).ToArray());
            calls.Add(() => Differentiate.Jvp(v => f(v) * v, At, direction).Tangent.ToArray());
            calls.Add(() => Differentiate.Vjp(v => f(v) * v, At, direction).Cotangent.ToArray());
            calls.Add(() => Differentiate.Gradient((a, b) => f(a) * f(b), At, direction).Y.ToArray());
        }

        double[][] expected = [.. calls.Select(OnNewThread)];
        Parallel.For(0, 4, part =>
        {
            var random = new Random(part);
            for (int time = 0; time < 300; time++)
            {
                int k = random.Next(calls.Count);
                Assert.Equal(expected[k], calls[k]());
            }
        });

        static double[] OnNewThread(Func<double[]> compute)
        {
            double[] result = [];
            var thread = new Thread(() => result = compute());
            thread.Start();
            thread.Join();
            return result;
        }
    }
}
