namespace Autograd.Tests.Operations;

public class ScaledDotProductAttentionTests
{
    /// <summary>Many queries are taken in blocks: the numbers are those of all at once.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager, false, false)]
    [InlineData(EvaluationMode.Deferred, true, false)]
    [InlineData(EvaluationMode.Eager, true, true)]
    public void Blocks_of_queries_give_what_all_give_together(EvaluationMode evaluation, bool isCausal, bool isMasked)
    {
        const int l = 600, s = 530;
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        Variable<double> q = Numbers(tape, l, 3, 1), k = Numbers(tape, s, 3, 2), v = Numbers(tape, s, 2, 3);
        Variable<double> allowed = isCausal ? tape.Arange(l).Unsqueeze(-1) >= tape.Arange(s) : tape.Ones(l, s);
        Variable<double> mask = isMasked ? Numbers(tape, l, s, 4) > 0 : default;
        if (isMasked) allowed = allowed * mask;
        Variable<double> expected = tape.Where(allowed, q.MatMul(k.Transpose()) / Math.Sqrt(3), double.NegativeInfinity).Softmax(-1).MatMul(v);
        Variable<double> actual = q.ScaledDotProductAttention(k, v, mask, isCausal), weights = Numbers(tape, l, 2, 5);
        Assert.InRange(Close.Difference<double>(expected.ToArray(), actual.ToArray()), 0, 1e-13);
        Gradients<double> e = (expected * weights).Sum().Backward(), a = (actual * weights).Sum().Backward();
        foreach (Variable<double> input in (Variable<double>[])[q, k, v]) Assert.InRange(Close.Difference<double>(e[input].ToArray(), a[input].ToArray()), 0, 1e-12);
    }

    [Fact]
    public void Blocks_of_queries_share_a_mask_of_keys()
    {
        const int l = 600;
        using var tape = new Tape<double>();
        Variable<double> x = Numbers(tape, l, 2, 1), mask = Numbers(tape, 1, l, 2).Reshape(l) > 0;
        Assert.Equal(x.ScaledDotProductAttention(x, x, mask.BroadcastTo((l, l))).ToArray(), x.ScaledDotProductAttention(x, x, mask).ToArray());
    }

    /// <summary>A mask that is added says by 0 what this one says by 1: the opposite, which must not pass as a result.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager, 3)]
    [InlineData(EvaluationMode.Deferred, 600)]
    public void A_mask_of_0_and_minus_infinity_gives_NaN(EvaluationMode evaluation, int length)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        Variable<double> x = Numbers(tape, length, 2, 1), added = tape.Full((length, length), double.NegativeInfinity).Triu(1);
        Assert.All(x.ScaledDotProductAttention(x, x, added)[..^1].ToArray(), y => Assert.Equal(double.NaN, y));
        Assert.Equal(x.ScaledDotProductAttention(x, x, isCausal: true).ToArray(), x.ScaledDotProductAttention(x, x, added.EqualTo(0)).ToArray());
    }

    /// <summary>Weights that are computed again are dropped in the same places: else differences would not agree with the gradient.</summary>
    [Fact]
    public void Dropped_weights_are_the_same_when_they_are_computed_again()
    {
        const int l = 520, s = 6;
        using var tape = new Tape<double>();
        Variable<double> v = Numbers(tape, s, 1, 3), y = Numbers(tape, l, 2, 1).ScaledDotProductAttention(Numbers(tape, s, 2, 2), v, dropout: 0.5, seed: 9);
        double[] slope = y.Sum().Backward()[v].ToArray(), values = v.ToArray();
        Assert.Equal(y.Sum().Scalar, slope.Zip(values, (a, b) => a * b).Sum(), 1e-10);
        double[] rows = y.ToArray();
        Assert.Contains(Enumerable.Range(0, l - 256), i => rows[i] != rows[i + 256]);
    }

    /// <summary>Weights of all queries would take four times as much for twice as many.</summary>
    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void Memory_is_linear_in_the_number_of_queries_and_keys(EvaluationMode evaluation)
    {
        long once = Train(1024), twice = Train(2048);
        Assert.True(twice < 2.5 * once, $"{twice} bytes for 2048, {once} for 1024");

        long Train(int length)
        {
            using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
            tape.Plans.ColdNodes = 0;
            for (int step = 0; step < 3; step++)
            {
                tape.Reset();
                Variable<double> x = Numbers(tape, length, 4, 1);
                _ = x.ScaledDotProductAttention(x, x, isCausal: true).Square().Sum().Backward()[x].Span[0];
            }

            return tape.HeldBytes;
        }
    }

    private static Variable<double> Numbers(Tape<double> tape, int rows, int columns, int seed) =>
        tape.Variable([.. Enumerable.Range(0, rows * columns).Select(i => Math.Sin((i * 1.7) + seed))], [rows, columns], $"x{seed}");
}
