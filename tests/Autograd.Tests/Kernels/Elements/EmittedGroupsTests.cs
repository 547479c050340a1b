using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Tests.Kernels;

/// <summary>A group as one emitted method, block by block, and formula after formula: the same bits.</summary>
public class EmittedGroupsTests
{
    private const int Graphs = 60;

    [Fact]
    public void Emitted_interpreted_and_single_formulas_give_the_same_bits_in_double() => Compare<double>(1);

    [Fact]
    public void Emitted_interpreted_and_single_formulas_give_the_same_bits_in_float() => Compare<float>(2);

    [Fact]
    public void Groups_of_the_same_formulas_share_a_method_whatever_their_numbers_are()
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        tape.Plans.ColdNodes = 0;
        tape.Plans.Emitted.Threshold = 1;
        var x = tape.Variable([.. Enumerable.Range(0, 40).Select(i => (double)i)], [40]);
        double[] first = x.Clamp(3, 7).Square().ToArray(), second = x.Clamp(4, 9).Square().ToArray();
        Assert.Equal(x.ToArray().Select(v => Math.Clamp(v, 3, 7) * Math.Clamp(v, 3, 7)), first);
        Assert.Equal(x.ToArray().Select(v => Math.Clamp(v, 4, 9) * Math.Clamp(v, 4, 9)), second);
        if (System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeCompiled && System.Runtime.Intrinsics.Vector128.IsHardwareAccelerated) Assert.Equal(1, tape.Plans.Emitted.CodeCount);
    }

    /// <summary>Seventy sines are two groups of 32, which share a method, and one of six: none is too long to be emitted.</summary>
    [Fact]
    public void No_group_is_formed_that_is_too_long_to_be_emitted()
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        tape.Plans.ColdNodes = 0;
        tape.Plans.Emitted.Threshold = 1;
        var y = tape.Variable([.. Enumerable.Range(0, 64).Select(i => i * 0.1)], [64]);
        for (int k = 0; k < 70; k++) y = y.Sin();
        Assert.Equal(64, y.ToArray().Length);
        if (System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeCompiled && System.Runtime.Intrinsics.Vector128.IsHardwareAccelerated) Assert.Equal(2, tape.Plans.Emitted.CodeCount);
    }

    [Fact]
    public void A_long_result_is_written_past_the_caches_with_the_same_bits()
    {
        float[] values = [.. Enumerable.Range(0, (1 << 22) + 5).Select(i => (i % 1000 * 0.01f) - 5)];
        Assert.Equal(Run(threshold: long.MaxValue), Run(threshold: 1));

        float[] Run(long threshold)
        {
            using var tape = new Tape<float>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
            tape.Plans.ColdNodes = 0;
            tape.Plans.Emitted.Threshold = threshold;
            var x = tape.Variable(values, [values.Length]);
            return (x.Sigmoid() * x).Tanh().ToArray();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_lies_in_rows_is_read_where_it_lies(int threads)
    {
        foreach (int columns in (int[])[8, 16, 48, 64, 80, 7, 512])
        {
            foreach (int rows in (int[])[2, 5, 1000])
            {
                for (int kind = 0; kind < 6; kind++) Assert.Equal(Run(kind, long.MaxValue), Run(kind, 1));

                float[] Run(int kind, long threshold)
                {
                    var random = new Random(5);
                    using var tape = new Tape<float>(new TapeOptions { Evaluation = EvaluationMode.Deferred, MaxDegreeOfParallelism = threads });
                    tape.Plans.ColdNodes = 0;
                    tape.Plans.Emitted.Threshold = threshold;
                    Variable<float> x = Leaf([rows, columns]), row = Leaf([columns]), column = Leaf([rows, 1]), wide = Leaf([rows, columns + 3]).Slice(1, 1..(columns + 1)), far = Leaf([rows, 3 * columns]).Slice(1, 0..1);
                    Variable<float> y = kind switch
                    {
                        0 => ((x + row) * x).Tanh(),
                        1 => ((x - column) * row).Square() + column,
                        2 => (wide - x) * wide + far,
                        3 => ((x.Reshape(1, rows, columns) - Leaf([3, 1, 1])) * x).Sigmoid(),
                        4 => (x + Leaf([columns, rows]).Transpose()) * row,
                        _ => ((x + row).Relu() * column) + 1,
                    };
                    return y.ToArray();

                    Variable<float> Leaf(Shape shape) => tape.Variable([.. Enumerable.Range(0, shape.ElementCount).Select(_ => (float)random.NextDouble() - 0.5f)], shape);
                }
            }
        }
    }

    /// <summary>Three rows of 601 are a block of the sum; each operand of one element lasts for 8 of them, or 16.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    public void Rows_end_within_blocks_of_a_sum_and_not_at_whole_vectors(int rows)
    {
        Assert.Equal(Run(long.MaxValue), Run(1));

        float[] Run(long threshold)
        {
            var random = new Random(5);
            using var tape = new Tape<float>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
            tape.Plans.ColdNodes = 0;
            tape.Plans.Emitted.Threshold = threshold;
            Variable<float> x = Leaf([4, rows, 601]), far = Leaf([4, 1, 1]);
            return ((x + far) * x).Tanh().Sum([2]).ToArray();

            Variable<float> Leaf(Shape shape) => tape.Variable([.. Enumerable.Range(0, shape.ElementCount).Select(_ => (float)random.NextDouble() - 0.5f)], shape);
        }
    }

    private static void Compare<T>(int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int graph = 0; graph < Graphs; graph++)
        {
            byte[] alone = Run<T>(seed + (graph * 2), formsGroups: false, long.MaxValue, 1);
            Assert.Equal(alone, Run<T>(seed + (graph * 2), formsGroups: true, long.MaxValue, 1));
            Assert.Equal(alone, Run<T>(seed + (graph * 2), formsGroups: true, 1, 1));
        }

        Assert.Equal(Run<T>(seed, formsGroups: false, long.MaxValue, 1, 50_000), Run<T>(seed, formsGroups: true, 1, 3, 50_000));
    }

    /// <summary>Random formulas over a matrix, its rows and columns, and a number; the values and the gradients.</summary>
    private static byte[] Run<T>(int seed, bool formsGroups, long threshold, int threads, int rows = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        using var tape = new Tape<T>(new TapeOptions { Evaluation = EvaluationMode.Deferred, MaxDegreeOfParallelism = threads });
        tape.Plans.Planner.FormsGroups = formsGroups;
        tape.Plans.Planner.ShortestSum = 1;
        tape.Plans.ColdNodes = 0;
        tape.Plans.Emitted.Threshold = threshold;
        int m = rows > 0 ? rows : random.Next(1, 9), n = random.Next(1, 20);
        Variable<T> matrix = Leaf(m, n), row = Leaf(n), column = Leaf(m, 1), number = Leaf();
        List<Variable<T>> nodes = [matrix, row, column, number, matrix.Transpose().Transpose(), Leaf(n, m).Transpose()];
        for (int step = 0; step < 14; step++)
        {
            Variable<T> a = nodes[random.Next(nodes.Count)], b = nodes[random.Next(nodes.Count)];
            nodes.Add(random.Next(13) switch
            {
                0 => a + b,
                1 => a - b,
                2 => a * b,
                3 => a.Maximum(b),
                4 => a.Sigmoid(),
                5 => a.Tanh(),
                6 => a.Sin(),
                7 => a.Relu() + b,
                8 => a.Clamp(T.Zero, T.One),
                9 => a.Exp().Minimum(b),
                10 => tape.Where(b.GreaterThan(a), a, b),
                11 => a / (b.Square() + T.One),
                _ => -a.Gelu(),
            });
        }

        Variable<T> last = nodes[^1] + (nodes[^2] * matrix);
        Gradients<T> gradients = last.Square().Sum().Backward();
        T[] results = [.. gradients[matrix].ToArray(), .. gradients[row].ToArray(), .. gradients[column].ToArray(), .. gradients[number].ToArray(), .. last.ToArray()];
        return MemoryMarshal.AsBytes<T>(results).ToArray();

        Variable<T> Leaf(params int[] lengths)
        {
            Shape shape = lengths;
            return tape.Variable([.. Enumerable.Range(0, shape.ElementCount).Select(_ => T.CreateSaturating((random.NextDouble() * 4) - 2))], shape, "x");
        }
    }
}
