using FsCheck;
using FsCheck.Fluent;

namespace Autograd.Tests.Diagnostics;

/// <summary>Derivations of random graphs of random shapes are true as well.</summary>
public class RandomGraphTests
{
    private const int Steps = 14;

    /// <summary>
    /// The same graphs in every run: where a graph happens to put a kink exactly on a value, rounding decides the side, and neither the
    /// formula nor the tape is wrong (about one graph in twenty thousand).
    /// </summary>
    [Fact]
    public void Each_line_of_a_random_derivation_evaluates_to_its_number()
    {
        var graphs = Arb.From(ArbMap.Default.GeneratorFor<int>().Resize(int.MaxValue).ListOf(4 + (4 * Steps)).Select(numbers => numbers.Select(Math.Abs).ToArray()));
        Prop.ForAll(graphs, choices => Derive(choices)).Check(Config.QuickThrowOnFailure.WithMaxTest(50).WithReplay(2027, 5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_operation_is_true_beside_every_other(int seed)
    {
        var random = new System.Random(seed);
        for (int k = 0; k < 40; k++) Derive([.. Enumerable.Range(0, 4 + (4 * Steps)).Select(_ => random.Next())]);
    }

    private static void Derive(int[] choices)
    {
        using var tape = new Tape<double>();
        var random = new Choices(choices);
        var pool = new List<Variable<double>>();
        for (int k = 0; k < 4; k++) pool.Add(Leaf(tape, random, k));
        for (int k = 0; k < Steps; k++)
        {
            Variable<double> next = Step(tape, pool, random);
            if (random.Next(4) == 0) next = next.Named($"n{k}");
            pool.Add(next);
        }

        Variable<double> output = pool[^1];
        foreach (Variable<double> v in pool[^4..^1]) output = output.Sum() + v.Square().Mean();
        if (output.IsDifferentiable) Check.Lines(output.Sum().Equations());
    }

    private static Variable<double> Leaf(Tape<double> tape, Choices random, int k)
    {
        Shape[] shapes = [[], [2], [3], [3, 2], [2, 3], [1, 3], [3, 1], [1], [2, 2], [2, 3, 2]];
        Shape shape = shapes[random.Next(shapes.Length)];
        double[] values = [.. Enumerable.Range(0, shape.ElementCount).Select(i => 0.3 + (0.17 * ((i * 7 + k * 3) % 11)))];
        return k < 3 ? tape.Variable(values, shape, $"x{k}") : tape.Constant(values, shape, "c");
    }

    private static Variable<double> Step(Tape<double> tape, List<Variable<double>> pool, Choices random)
    {
        Variable<double> a = pool[random.Next(pool.Count)], b = pool[random.Next(pool.Count)];
        int choice = random.Next(29);
        if (choice < 7 && !Broadcast(a, b)) b = a;
        return choice switch
        {
            0 => a + b,
            1 => a - b,
            2 or 3 => a * b,
            4 => a / (1.5 + b.Square()),
            5 => a.Tape.Where(a > b, a, b * 2),
            6 => a.Maximum(b),
            7 => a.Sigmoid(),
            8 => a.Tanh(),
            9 => (-a).Tanh().Exp(),
            10 => a.Square().Sigmoid() * 3,
            11 => (1 + a.Square()).Sqrt(),
            12 => (1 + a.Square()).Log(),
            13 => a.Abs().Tanh(),
            14 => 1 - a,
            15 => (2 + a.Tanh()).Pow(1.5),
            16 => Sum(a, random, keep: true),
            17 => Sum(a, random, keep: false),
            18 => a.Rank > 0 ? a.Softmax(-1) : a,
            19 => a.Rank > 1 ? a.Transpose() : a.Sin(),
            20 => a.Rank > 0 ? a.Mean([-1], keep: true) * a : a / 3,
            21 => a.Rank is > 0 and < 8 ? a.Unsqueeze(random.Next(2) * a.Rank) : a,
            22 => a.Shape.ToArray().Contains(1) ? a.Squeeze() : (a - 0.3712).Relu(),
            23 => a.Rank > 0 && a.Shape[0] > 1 ? a.Slice(0, 1..) : a,
            24 => a.Rank > 0 ? tape.Concatenate(0, a, a.Flip(0)) is { Shape.ElementCount: < 40 } joined ? joined : a : a,
            25 => a.Rank > 0 ? a.LogSumExp([-1]) : a,
            26 => a.Rank > 0 ? a.LogSoftmax(-1) : a,
            27 => a.Rank == 3 ? Windows(a, random) : (a * 2).Softplus(),
            _ => Product(a, b),
        };
    }

    private static Variable<double> Windows(Variable<double> a, Choices random) => random.Next(3) switch
    {
        0 => a.Convolution(a, padding: random.Next(2)) is { Shape.ElementCount: < 40 } product ? product.Tanh() : a,
        1 => a.AveragePool(1 + random.Next(a.Shape[2]), stride: 1),
        _ => a.MaxPool(1 + random.Next(a.Shape[2])),
    };

    private static Variable<double> Sum(Variable<double> a, Choices random, bool keep) =>
        a.Rank == 0 ? a.Tanh() : a.Sum([random.Next(a.Rank)], keep) / 2;

    /// <summary>A matrix product if the lengths allow it in some order, else a product element by element.</summary>
    private static Variable<double> Product(Variable<double> a, Variable<double> b)
    {
        if (a.Rank == 0 || b.Rank == 0 || a.Rank > 2 || b.Rank > 2) return a.Rank == 0 ? a * b : a.Cos();
        int inner = b.Rank == 1 ? b.Shape[0] : b.Shape[^2];
        if (a.Shape[^1] == inner) return a.MatMul(b) is { Rank: 2 } product ? product.Transpose() / 4 : a.MatMul(b).Tanh();
        if (a.Rank == 2 && a.Shape[0] == inner) return a.Transpose().MatMul(b) / 4;
        return a.Rank == 1 && b.Rank == 1 ? a.Outer(b) : a.Cos();
    }

    private static bool Broadcast(Variable<double> a, Variable<double> b)
    {
        var (x, y) = (a.Shape.ToArray(), b.Shape.ToArray());
        for (int back = 1; back <= Math.Min(x.Length, y.Length); back++)
        {
            if (x[^back] != y[^back] && x[^back] != 1 && y[^back] != 1) return false;
        }

        return true;
    }

    /// <summary>Choices from a list, so that a failing graph can be made smaller.</summary>
    private sealed class Choices(int[] numbers)
    {
        private int _next;

        public int Next(int count) => numbers.Length == 0 ? 0 : numbers[_next++ % numbers.Length] % count;
    }
}
