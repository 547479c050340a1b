using System.Numerics;
using Autograd.Tests.Tape;

namespace Autograd.Tests.Differentiation;

public class GradientBufferTests
{
    [Fact]
    public void Gradients_are_set_added_scaled_and_cleared()
    {
        Parameter<double> a = new("a", [2], [1, 2]), b = new("b", [], [3]);
        var buffer = new GradientBuffer<double>([a, b]);
        using var tape = new Tape<double>();
        Assert.Equal([0.0, 0], buffer[a].ToArray());
        buffer.Add(Record(tape, a, b, 2));
        buffer.Add(Record(tape, a, b, 4), 0.5);
        Assert.Equal([4.0 * 3, 4 * 3], buffer[a].ToArray()); // J = k b Σ a, and 2 + 0.5·4 = 4
        Assert.Equal([4.0 * 3], buffer[b].ToArray());
        buffer.Scale(-0.25);
        Assert.Equal([-3.0, -3], buffer[a].ToArray());
        buffer[a][1] = 7;
        buffer.Set(Record(tape, a, b, 1));
        Assert.Equal([3.0, 3], buffer[a].ToArray());
        Assert.Equal([3.0], buffer[b].ToArray());
        buffer.Clear();
        Assert.Equal([0.0, 0, 0], [.. buffer[a], .. buffer[b]]);
        Assert.Equal([a, b], buffer.Parameters);
    }

    /// <summary>Gradients lie one behind the other, each on a boundary, and numbers of others behind them.</summary>
    [Fact]
    public void All_lie_in_one_memory()
    {
        Parameter<float> a = new("a", [3]), none = new("none", [0]), b = new("b", [17]);
        var buffer = new GradientBuffer<float>([a, none, b], more: 2);
        Assert.Equal(16 + 32 + 2, buffer.Memory.Length);
        for (int k = 0; k < buffer.Memory.Length; k++) buffer.Memory[k] = k;
        Assert.Equal([0f, 1, 2], buffer[a].ToArray());
        Assert.Empty(buffer[none].ToArray());
        Assert.Equal([.. Enumerable.Range(16, 17)], buffer[b].ToArray());
        Assert.Equal(buffer[b].ToArray(), buffer.GradientOf(b).Values.ToArray());
    }

    [Fact]
    public void What_was_cut_off_is_held_as_plus_0()
    {
        Parameter<double> a = new("a", [1], [-1]);
        var buffer = new GradientBuffer<double>([a]);
        using var tape = new Tape<double>();
        Gradients<double> gradients = tape.Watch(a).Relu().Sum().Backward();
        buffer.Set(gradients);
        Assert.False(double.IsNegative(buffer[a][0]));
        buffer.Add(gradients);
        Assert.False(double.IsNegative(buffer[a][0]));
    }

    [Fact]
    public void A_parameter_without_influence_adds_zeros()
    {
        Parameter<double> a = new("a", [1], [1]), unused = new("unused", [2]);
        var buffer = new GradientBuffer<double>([a, unused]);
        using var tape = new Tape<double>();
        tape.Watch(unused);
        buffer[unused].Fill(5);
        buffer.Add(tape.Watch(a).Square().Sum().Backward());
        Assert.Equal([5.0, 5], buffer[unused].ToArray());
        buffer.Set(tape.Watch(a).Sum().Backward());
        Assert.Equal([0.0, 0], buffer[unused].ToArray());
    }

    [Fact]
    public void What_throws_changes_nothing()
    {
        Parameter<double> a = new("a", [1], [1]), forgotten = new("forgotten", [1]);
        GradientBuffer<double> buffer = new([a, forgotten]), other = new([a]);
        using var tape = new Tape<double>();
        var gradients = tape.Watch(a).Square().Sum().Backward();
        Assert.Contains("forgotten", Assert.Throws<ArgumentException>(() => buffer.Add(gradients)).Message, StringComparison.Ordinal);
        Assert.Contains("forgotten", Assert.Throws<ArgumentException>(() => buffer.Set(gradients)).Message, StringComparison.Ordinal);
        other[a][0] = 8;
        Assert.StartsWith("GradientBuffer: a buffer of 1 parameters was given, this one has 2", Assert.Throws<ArgumentException>(() => buffer.Add(other)).Message, StringComparison.Ordinal);
        Assert.StartsWith("GradientBuffer: parameter forgotten is not one", Assert.Throws<ArgumentException>(() => other[forgotten][0]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new GradientBuffer<double>([forgotten]).Add(other));
        Assert.Equal([0.0, 0], [buffer[a][0], buffer[forgotten][0]]);
    }

    [Fact]
    public void Parameters_and_limits_are_checked()
    {
        var a = new Parameter<double>("a", [1]);
        Assert.StartsWith("GradientBuffer: no parameter was given", Assert.Throws<ArgumentException>(() => new GradientBuffer<double>([])).Message, StringComparison.Ordinal);
        Assert.StartsWith("GradientBuffer: parameter a is given twice", Assert.Throws<ArgumentException>(() => new GradientBuffer<double>([a, a])).Message, StringComparison.Ordinal);
        Assert.StartsWith("GradientBuffer: the parameter at position 1 is null", Assert.Throws<ArgumentException>(() => new GradientBuffer<double>([a, null!])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new GradientBuffer<double>(null!));
        var buffer = new GradientBuffer<double>([a]);
        Assert.Throws<ArgumentNullException>(() => buffer[null!][0]);
        foreach (double limit in new[] { 0, -1, double.NaN })
        {
            Assert.StartsWith("ClipByNorm: the limit is ", Assert.Throws<ArgumentOutOfRangeException>(() => buffer.ClipByNorm(limit)).Message, StringComparison.Ordinal);
            Assert.StartsWith("ClipByValue: the limit is ", Assert.Throws<ArgumentOutOfRangeException>(() => buffer.ClipByValue(limit)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Clipping_by_norm_keeps_the_direction_and_tells_the_norm()
    {
        GradientBuffer<double> buffer = Filled([3.0, 0, 0], [4]);
        Assert.Equal(5, buffer.ClipByNorm(10));
        Assert.Equal([3.0, 0, 0, 4], All(buffer));
        Assert.Equal(5, buffer.ClipByNorm(2.5));
        Assert.Equal([1.5, 0, 0, 2], All(buffer));
        Assert.Equal(2.5, buffer.Norm());
    }

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e-200)]
    [InlineData(5e-324)]
    public void The_norm_neither_overflows_nor_underflows(double unit)
    {
        GradientBuffer<double> buffer = Filled([3 * unit, 0], [4 * unit]);
        Assert.Equal(5 * unit, buffer.Norm(), 5 * unit * 1e-15);
        Assert.Equal(0, Filled([0.0, 0], []).Norm());
        Assert.Equal(2f, Filled([1e30f, 1e30f, 1e30f, 1e30f], []).ClipByNorm(1) / 1e30f, 1e-6f);
    }

    [Fact]
    public void What_is_not_finite_is_told_and_not_hidden()
    {
        GradientBuffer<double> infinite = Filled([1, double.NegativeInfinity], [2]), none = Filled([1, double.NaN], [double.PositiveInfinity]);
        Assert.Equal(double.PositiveInfinity, infinite.ClipByNorm(1));
        Assert.Equal([1, double.NegativeInfinity, 2], All(infinite));
        Assert.Equal(double.NaN, none.ClipByNorm(1));
        none.ClipByValue(3);
        Assert.Equal([1, double.NaN, 3], All(none));
    }

    /// <summary>Lengths below and above the vectors' widths: no element may depend on where it lies.</summary>
    [Fact]
    public void Elements_get_the_same_bits_wherever_they_lie()
    {
        CheckLanes<float>();
        CheckLanes<double>();
    }

    [Fact]
    public void Clipping_by_value_limits_each_element()
    {
        GradientBuffer<float> buffer = Filled([-7f, -0.5f, 0, 0.5f, 2, 1, -1, 9, float.NaN], [3f]);
        buffer.ClipByValue(1);
        Assert.Equal([-1f, -0.5f, 0, 0.5f, 1, 1, -1, 1, float.NaN, 1], All(buffer));
    }

    [Fact]
    public void Micro_batches_add_up_to_the_gradients_of_the_full_batch()
    {
        const int rows = 12, inputs = 5;
        var random = new Random(3);
        double[] x = Values(rows * inputs), t = Values(rows);
        Parameter<double> w = new("w", [inputs], Values(inputs)), b = new("b", [], Values(1));
        using var tape = new Tape<double>();
        GradientBuffer<double> full = new([w, b]), parts = new([w, b]);
        full.Set(Loss(0, rows));
        for (int first = 0; first < rows; first += 4) parts.Add(Loss(first, 4), 4.0 / rows);
        for (int i = 0; i < inputs; i++) Assert.Equal(full[w][i], parts[w][i], 1e-15);
        Assert.Equal(full[b][0], parts[b][0], 1e-15);

        Gradients<double> Loss(int first, int count)
        {
            tape.Reset();
            var z = tape.Constant(x.AsSpan(first * inputs, count * inputs), [count, inputs]).MatMul(tape.Watch(w)) + tape.Watch(b);
            return z.Sigmoid().MeanSquaredError(tape.Constant(t.AsSpan(first, count), [count])).Backward();
        }

        double[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }

    [Fact]
    public void Buffers_of_several_threads_give_the_same_bits_in_a_fixed_order()
    {
        const int threads = 4;
        var w = new Parameter<float>("w", [37], [.. Enumerable.Range(0, 37).Select(i => MathF.Sin(i))]);
        float[][] data = [.. Enumerable.Range(0, threads).Select(k => Enumerable.Range(0, 37).Select(i => MathF.Cos((k * 40) + i)).ToArray())];
        var serial = new GradientBuffer<float>([w]);
        for (int k = 0; k < threads; k++) serial.Add(Part(k));
        for (int time = 0; time < 20; time++)
        {
            var parts = new GradientBuffer<float>[threads];
            Parallel.For(0, threads, k => parts[k] = Part(k));
            var sum = new GradientBuffer<float>([w]);
            foreach (GradientBuffer<float> part in parts) sum.Add(part);
            Assert.Equal(Bits(serial[w]), Bits(sum[w]));
        }

        GradientBuffer<float> Part(int k)
        {
            using var tape = new Tape<float>();
            var buffer = new GradientBuffer<float>([w]);
            buffer.Set((tape.Watch(w) * tape.Constant(data[k], [37])).Tanh().Exp().Sum().Backward());
            return buffer;
        }
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        Parameter<double> a = new("a", [50], new double[50]), b = new("b", [], [3]), unused = new("unused", [3]);
        GradientBuffer<double> buffer = new([a, b, unused]), other = new([unused, b, a]);
        using var tape = new Tape<double>();
        double sum = 0;
        long bytes = Allocations.Of(() =>
        {
            for (int k = 0; k < 20; k++)
            {
                Gradients<double> gradients = Record(tape, a, b, 1);
                tape.Watch(unused);
                buffer.Set(gradients);
                buffer.Add(gradients, 0.5);
                other.Clear();
                other.Add(buffer);
                other.Scale(1e-200);
                sum += other.Norm() + other.ClipByNorm(1e-210);
                buffer.ClipByValue(0.1);
                sum += buffer[a][3];
            }
        });
        Assert.Equal(0, bytes);
        Assert.NotEqual(0, sum);
    }

    [Fact]
    public void Text_tells_the_norm() => Assert.Equal("gradients of 2 parameters, norm 5", Filled([3.0, 0], [4]).ToString());

    /// <summary>J = k b Σ a.</summary>
    private static Gradients<double> Record(Tape<double> tape, Parameter<double> a, Parameter<double> b, double k)
    {
        tape.Reset();
        return (tape.Watch(a).Sum() * tape.Watch(b) * k).Backward();
    }

    private static GradientBuffer<T> Filled<T>(T[] first, T[] second)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Parameter<T> a = new("a", [first.Length]), b = new("b", [second.Length]);
        var buffer = new GradientBuffer<T>([a, b]);
        first.CopyTo(buffer[a]);
        second.CopyTo(buffer[b]);
        return buffer;
    }

    private static T[] All<T>(GradientBuffer<T> buffer)
        where T : unmanaged, IFloatingPointIeee754<T> => [.. buffer.Parameters.SelectMany(parameter => buffer[parameter].ToArray())];

    private static int[] Bits(ReadOnlySpan<float> values) => [.. values.ToArray().Select(BitConverter.SingleToInt32Bits)];

    private static void CheckLanes<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int count = 43;
        var random = new Random(4);
        T[] x = Values(), y = Values();
        T weight = T.CreateSaturating(0.37), factor = T.CreateSaturating(1.7), limit = T.CreateSaturating(0.6);
        T[] together = Run(x, y);
        for (int i = 0; i < count; i++) Assert.Equal(Run([x[i]], [y[i]])[0], together[i]);

        T[] Values() => [.. Enumerable.Range(0, count).Select(_ => T.CreateSaturating((2 * random.NextDouble()) - 1))];

        T[] Run(T[] first, T[] second)
        {
            var parameter = new Parameter<T>("p", [first.Length]);
            GradientBuffer<T> sum = new([parameter]), other = new([parameter]);
            first.CopyTo(sum[parameter]);
            second.CopyTo(other[parameter]);
            sum.Add(other, weight);
            sum.Scale(factor);
            sum.ClipByValue(limit);
            return sum[parameter].ToArray();
        }
    }
}
