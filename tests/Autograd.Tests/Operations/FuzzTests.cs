namespace Autograd.Tests.Operations;

/// <summary>
/// Random calls of random operations with random operands and attributes, most of them wrong. Whatever is given, the answer is a
/// result or an exception that explains: never one from inside, never a tape left with half of a call.
/// </summary>
public class FuzzTests
{
    private static readonly int[] Lengths = [0, 1, 1, 2, 2, 3, 4, 65536];
    private static readonly int[] Numbers = [0, 1, -1, 2, -2, 3, 5, -5, 8, int.MaxValue, int.MinValue, int.MaxValue - 1];

    [Theory]
    [InlineData(1, EvaluationMode.Eager)]
    [InlineData(2, EvaluationMode.Deferred)]
    public void Only_exceptions_that_explain_escape(int seed, EvaluationMode evaluation)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = evaluation });
        var random = new Random(seed);
        int results = 0, refusals = 0;
        for (int round = 0; round < 10_000; round++)
        {
            if (round % 50 == 0) tape.Reset();
            int count = 0, call = -1;
            try
            {
                Variable<double> a = Operand(tape, random), b = random.Next(3) == 0 ? a : Operand(tape, random), c = Operand(tape, random);
                Indices<double> indices = IndexOperand(tape, random, a);
                count = tape.NodeCount;
                call = random.Next(64);
                Variable<double> y = Call(call, tape, a, b, c, indices, random);
                results++;
                if (y.Shape.ElementCount > 4096) continue;
                _ = y.Span;
                if (y.IsDifferentiable && y.Shape.ElementCount > 0)
                {
                    Gradients<double> gradients = y.Sum().Backward();
                    if (a.IsDifferentiable) Assert.Equal(a.Shape.ElementCount, gradients[a].Span.Length);
                }
            }
            catch (Exception error) when (error is ArgumentException or InvalidOperationException)
            {
                refusals++;
                Assert.True(error.Message.Length > 20, error.Message);
                bool readLater = evaluation == EvaluationMode.Deferred && call is (59 or 60);
                Assert.True(readLater || count == tape.NodeCount, $"call {call} (seed {seed}, round {round}) left {tape.NodeCount - count} nodes: {error}");
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"call {call} (seed {seed}, round {round}): {error}");
            }
        }

        Assert.True(results > 2000 && refusals > 2000, $"{results} results, {refusals} refusals");
    }

    private static Variable<double> Operand(Tape<double> tape, Random random)
    {
        var lengths = new nint[random.Next(10) == 0 ? random.Next(9) : random.Next(4)];
        long count = 1;
        for (int d = 0; d < lengths.Length; d++)
        {
            lengths[d] = Lengths[random.Next(random.Next(12) == 0 ? Lengths.Length : Lengths.Length - 1)];
            count *= Math.Max(lengths[d], 1);
        }

        if (count > 4096) lengths[random.Next(lengths.Length)] = 0;
        Shape shape = count > 1 << 18 ? [0] : lengths;
        if (shape.ElementCount > 4096) shape = [0];
        double[] values = [.. Enumerable.Range(0, shape.ElementCount).Select(_ => random.Next(-3, 4) / 2.0)];
        Variable<double> leaf = random.Next(4) == 0 ? tape.Constant(values, shape) : tape.Variable(values, shape);
        return random.Next(4) == 0 && leaf.Rank > 1 ? leaf.Transpose() : leaf;
    }

    private static Indices<double> IndexOperand(Tape<double> tape, Random random, Variable<double> x)
    {
        Shape shape = random.Next(2) == 0 || x.Rank == 0 || x.Shape.ElementCount == 0 ? [random.Next(4)] : x.Shape.Reduce(Dimensions.None.Add(random.Next(x.Rank)), keep: false);
        if (shape.ElementCount > 4096) shape = [1];
        int[] values = [.. Enumerable.Range(0, shape.ElementCount).Select(_ => random.Next(3) == 0 ? Number(random) : random.Next(2))];
        return tape.Indices(values, shape);
    }

    private static int Number(Random random) => random.Next(3) == 0 ? Numbers[random.Next(Numbers.Length)] : random.Next(-2, 3);

    private static int[] NumberList(Random random) => [.. Enumerable.Range(0, random.Next(5)).Select(_ => Number(random))];

    private static nint[] LengthList(Random random) =>
        [.. Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(30) == 0 ? nint.MaxValue : (nint)(random.Next(3) == 0 ? Number(random) : random.Next(4)))];

    private static Variable<double> Call(int call, Tape<double> tape, Variable<double> a, Variable<double> b, Variable<double> c, Indices<double> indices, Random random)
    {
        int n = Number(random), m = Number(random), k = Number(random);
        bool keep = random.Next(2) == 0;
        return call switch
        {
            0 => a + b,
            1 => a - b,
            2 => a * b,
            3 => a / b,
            4 => a.Pow(b),
            5 => a.Maximum(b),
            6 => a.Minimum(b),
            7 => a.XLogY(b),
            8 => a.Tape.Where(a, b, c),
            9 => a > b,
            10 => a.EqualTo(b),
            11 => a.Tape.Where(a, b, 1),
            12 => a.Tape.Where(a, 1, b),
            13 => 1 - a,
            14 => a / 2,
            15 => a.Clamp(n, m),
            16 => a.Elu(n),
            17 => a.LeakyRelu(m),
            18 => a.Gelu(),
            19 => a.Sigmoid(),
            20 => a.MatMul(b),
            21 => a.MatMul(b),
            22 => a.Outer(b),
            23 => a.Sum(NumberList(random), keep),
            24 => a.Max(NumberList(random), keep),
            25 => a.Min(NumberList(random), keep),
            26 => a.Mean(NumberList(random), keep),
            27 => a.Variance(NumberList(random), keep, n),
            28 => a.LogSumExp(NumberList(random), keep),
            29 => a.Softmax(NumberList(random)),
            30 => a.LogSoftmax(NumberList(random)),
            31 => a.Reshape(LengthList(random)),
            32 => a.Flatten(),
            33 => a.Squeeze(NumberList(random)),
            34 => a.Unsqueeze(n),
            35 => a.Permute(NumberList(random)),
            36 => a.Transpose(n, m),
            37 => a.Transpose(),
            38 => a.Slice(n, m, k),
            39 => a.Slice(n, m, k, Number(random)),
            40 => a.Slice(n, (m < 0 ? ^Math.Abs(m + 1) : new Index(m))..(k < 0 ? ^Math.Abs(k + 1) : new Index(k))),
            41 => a.At(n, m),
            42 => a.Flip(n),
            43 => a.Pad(n, m, k),
            44 => a.BroadcastTo(LengthList(random)),
            45 => tape.Concatenate(n, a, b, c),
            46 => tape.Concatenate(n, a, a),
            47 => tape.Stack(n, a, b),
            48 => tape.Stack(n, a, a, a),
            49 => a.Gather(n, indices),
            50 => a.Embedding(indices),
            51 => a.Pick(n, indices),
            52 => a.ScatterAdd(n, indices, b),
            53 => a.CrossEntropy(indices),
            54 => a.CrossEntropy(b),
            55 => a.MeanSquaredError(b),
            56 => a.BinaryCrossEntropy(b),
            57 => a.HalfMeanSquaredError(a),
            58 => a.BinaryCrossEntropyWithLogits(b),
            59 => Declared(tape, a, b, indices, random),
            60 => Declared(tape, a, b, indices, random),
            61 => a.Backward(b)[a],
            62 => a.Backward()[a],
            _ => a.StopGradient(),
        };
    }

    /// <summary>Declarations recorded directly, with attributes and operands that the public methods would refuse.</summary>
    private static Variable<double> Declared(Tape<double> tape, Variable<double> a, Variable<double> b, Indices<double> indices, Random random)
    {
        int n = Number(random), m = Number(random), k = Number(random);
        return random.Next(18) switch
        {
            0 => a.Apply(new SliceOperation<double>(n, m, k, Number(random))),
            1 => a.Apply(new EmbedOperation<double>(n, m, k, Math.Min(Number(random), 100))),
            2 => a.Apply(new GatherOperation<double>(n), indices),
            3 => a.Apply(new PickOperation<double>(n), indices),
            4 => a.Apply(new PlaceOperation<double>(n, Math.Min(m, 100)), indices),
            5 => a.Apply(new ScatterAddOperation<double>(n, Math.Min(m, 100)), indices),
            6 => a.Apply(default(PermuteOperation<double>)),
            7 => a.Apply(new PermuteOperation<double>(Permutation.Exchange(2, 0, 1))),
            8 => a.Apply(new AddOperation<double>()),
            9 => a.Apply(new ExpOperation<double>(), b),
            10 => tape.Record(new ConcatenateOperation<double>(n)),
            11 => tape.Record(new ConcatenateOperation<double>(n), a, b),
            12 => a.Apply(new MatMulOperation<double>(), b),
            13 => a.Apply(new MatMulOperation<double>()),
            14 => a.Apply(new SumOperation<double>(Dimensions.All(8), KeepFlag(random))),
            15 => a.Apply(new GatherOperation<double>(0), b),
            16 => a.Apply(new WhereOperation<double>(), b),
            _ => a.Apply(default(ReshapeOperation<double>)),
        };

        static bool KeepFlag(Random random) => random.Next(2) == 0;
    }
}
