namespace Autograd.Tests.Evaluation;

public class BudgetTests
{
    private const int Width = 32;
    private const int Layers = 24;

    /// <summary>What it is within a budget, it is without one, bit for bit; also where the optimizer's update is in the plan, and in recordings that repeat.</summary>
    [Theory]
    [InlineData(0.6, false)]
    [InlineData(0.6, true)]
    [InlineData(0.4, false)]
    [InlineData(0.4, true)]
    public void It_trains_within_a_part_of_its_own_peak_to_the_same_bits(double part, bool attends)
    {
        var (expected, peak) = Train(null, attends);
        var (actual, used) = Train((long)(part * peak), attends);
        Assert.Equal(expected, actual);
        Assert.InRange(used, 1, (long)(part * peak));
    }

    [Fact]
    public void Where_nothing_fits_it_names_a_budget_that_does_before_it_runs()
    {
        var (expected, _) = Train(null, attends: false);
        var refused = Assert.Throws<InvalidOperationException>(() => Train(20_000, attends: false));
        long named = long.Parse(refused.Message.Split("; ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains("MemoryBudget of 20000 bytes", refused.Message, StringComparison.Ordinal);
        Assert.Equal(expected, Train(named, attends: false).Result);
    }

    [Fact]
    public void What_was_read_stays_readable_and_what_was_taken_away_is_computed_again()
    {
        using Tape<float> tape = New(240_000);
        Parameter<float>[] weights = Weights();
        for (int step = 0; step < 3; step++)
        {
            var (loss, layers) = Record(tape, weights, attends: false);
            ReadOnlySpan<float> fifth = layers[5].Span;
            float[] before = fifth.ToArray();
            _ = loss.Scalar;
            Gradients<float> gradients = loss.Backward();
            foreach (Parameter<float> weight in weights) _ = gradients[weight].Span;
            Assert.Equal(before, fifth.ToArray());
            Assert.Equal(before, layers[5].ToArray());
            using Tape<float> other = new();
            var (_, expected) = Record(other, weights, attends: false);
            for (int layer = 0; layer < Layers; layer++) Assert.Equal(expected[layer].ToArray(), layers[layer].ToArray());
        }
    }

    /// <summary>Each block is narrow at its end: cuts lie there, but for one whose part of the program has no end of a block.</summary>
    /// <summary>The step reads the old momentum, as the momentum's own update does: what of that is computed again must not read the new one.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(4000)]
    public void Values_that_are_computed_again_for_an_update_read_what_was_there_before_it(int length)
    {
        double[] expected = Train(budget: null)!;
        int ran = 0;
        for (int part = 3; part < 30; part++)
        {
            if (Train(part * length * 8L / 2) is not { } result) continue;
            Assert.Equal(expected, result);
            ran++;
        }

        Assert.InRange(ran, 10, 27);

        double[]? Train(long? budget)
        {
            double[] Numbers(int seed) => [.. Enumerable.Range(0, length).Select(i => 2 * Math.Sin(i + seed))];
            var weight = new Parameter<double>("W", [length], Numbers(1));
            var momentum = new Parameter<double>("m", [length], Numbers(2));
            using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred, MemoryBudget = budget });
            try
            {
                for (int step = 0; step < 3; step++)
                {
                    tape.Reset();
                    Variable<double> w = tape.Watch(weight), x = tape.Constant(Numbers(3 + step));
                    Variable<double> slope = ((w * x).Tanh().Sin().Square().Mean() + (w * w).Mean()).Backward()[w];
                    Variable<double> Momentum() => (tape.Watch(momentum) * 0.9) + (0.1 * slope);
                    tape.Update((momentum, Momentum()), (weight, w - (0.05 * Momentum())));
                }
            }
            catch (InvalidOperationException e) when (e.Message.Contains("MemoryBudget", StringComparison.Ordinal))
            {
                return null;
            }

            return [.. weight.Values, .. momentum.Values];
        }
    }

    /// <summary>Behind an update what plans hold cannot be computed again, so it is not taken away: where it leaves no room, that is said.</summary>
    [Fact]
    public void A_second_update_of_one_walk_runs_or_is_refused_by_name()
    {
        float[] expected = Train(budget: null)!;
        int ran = 0, refused = 0;
        for (long budget = 1_000; budget < 12_000; budget += 125)
        {
            if (Train(budget) is not { } result)
            {
                refused++;
                continue;
            }

            Assert.Equal(expected, result);
            ran++;
        }

        Assert.InRange(ran, 10, 80);
        Assert.InRange(refused, 10, 80);

        static float[]? Train(long? budget)
        {
            Parameter<float> Some(Shape shape, int seed) => new($"p{seed}", shape, [.. Enumerable.Range(0, shape.ElementCount).Select(i => MathF.Sin(i + seed) / 2)]);
            Parameter<float>[] own = [Some([8, 8], 1), Some([8], 2), Some([8, 8], 3), Some([8], 4)];
            using var tape = new Tape<float>(new TapeOptions { Evaluation = EvaluationMode.Deferred, MemoryBudget = budget });
            var x = tape.Constant([.. Enumerable.Range(0, 128).Select(i => MathF.Cos(i))], [16, 8]);
            Variable<float>[] watched = [.. own.Select(parameter => tape.Watch(parameter))];
            try
            {
                var loss = ((x.MatMul(watched[0]) + watched[1]).Tanh().MatMul(watched[2]) + watched[3]).Square().Mean();
                _ = loss.Scalar;
                Gradients<float> gradients = loss.Backward();
                new GradientDescent<float>(own[..2], 0.1).Step(gradients);
                new GradientDescent<float>(own[2..], 0.1).Step(gradients);
            }
            catch (InvalidOperationException e) when (e.Message.Contains("MemoryBudget", StringComparison.Ordinal))
            {
                return null;
            }

            return [.. own.SelectMany(parameter => parameter.Values.ToArray())];
        }
    }

    [Fact]
    public void Cuts_lie_where_few_bytes_cross_them()
    {
        const int Blocks = 12, Narrow = 4, Wide = 64;
        using Tape<float> tape = New(360_000);
        Variable<float> h = tape.Constant(new float[Wide * Narrow], [Wide, Narrow]);
        var weights = new Parameter<float>[3 * Blocks];
        var nodes = new int[weights.Length];
        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] = new Parameter<float>($"W{k}", (k % 3) switch { 0 => [Narrow, Wide], 1 => [Wide, Wide], _ => [Wide, Narrow] });
            h = h.MatMul(tape.Watch(weights[k]));
            nodes[k] = h.Index;
        }

        Variable<float> loss = h.Square().Mean();
        _ = loss.Scalar;
        Gradients<float> gradients = loss.Backward();
        foreach (Parameter<float> weight in weights) _ = gradients[weight].Span;
        int narrow = 0, wide = 0;
        for (int k = 0; k < nodes.Length; k++)
        {
            if (tape.Program[nodes[k]].IsRecomputed) continue;
            if (k % 3 == 2) narrow++;
            else wide++;
        }

        Assert.InRange(narrow, Blocks - 1, Blocks);
        Assert.InRange(wide, 0, 1);
    }

    [Fact]
    public void It_is_for_deferred_tapes()
    {
        Assert.Contains("Set Evaluation to Deferred", Assert.Throws<ArgumentException>(() => new Tape<float>(new TapeOptions { MemoryBudget = 1000 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TapeOptions { MemoryBudget = 0 });
    }

    private static (float[] Result, long Peak) Train(long? budget, bool attends)
    {
        using Tape<float> tape = New(budget);
        Parameter<float>[] weights = Weights();
        var results = new List<float>();
        long peak = 0;
        for (int step = 0; step < 4; step++)
        {
            var (loss, _) = Record(tape, weights, attends);
            results.Add(loss.Scalar);
            Gradients<float> gradients = loss.Backward();
            var updates = new (Parameter<float>, Variable<float>)[weights.Length];
            for (int k = 0; k < weights.Length; k++) updates[k] = (weights[k], tape.Watch(weights[k]) - (0.05f * gradients[weights[k]]));
            tape.Update(updates);
            long leaves = Width * Width * sizeof(float), plans = 0;
            foreach (Plan<float> plan in tape.Plans.Run) plans += plan.IsShrunk ? plan.AskedBytes : plan.PeakBytes;
            peak = Math.Max(peak, leaves + plans);
        }

        foreach (Parameter<float> weight in weights) results.AddRange(weight.Values);
        return ([.. results], peak);
    }

    private static Tape<float> New(long? budget)
    {
        var tape = new Tape<float>(new TapeOptions { Evaluation = EvaluationMode.Deferred, MemoryBudget = budget });
        tape.Plans.ColdNodes = 0;
        return tape;
    }

    private static Parameter<float>[] Weights() => [.. Enumerable.Range(0, Layers).Select(k => new Parameter<float>($"W{k}", [Width, Width], Some(k)))];

    private static (Variable<float> Loss, List<Variable<float>> Layers) Record(Tape<float> tape, Parameter<float>[] weights, bool attends)
    {
        tape.Reset();
        var layers = new List<Variable<float>>();
        Variable<float> h = tape.Constant(Some(1), [Width, Width]);
        foreach (Parameter<float> weight in weights)
        {
            Variable<float> z = h.MatMul(tape.Watch(weight));
            h = attends ? h + z.Softmax(-1).MatMul(h).Gelu() : z.Tanh();
            layers.Add(h);
        }

        return (h.Square().Mean(), layers);
    }

    private static float[] Some(int seed) => [.. Enumerable.Range(0, Width * Width).Select(i => MathF.Sin((i * 0.37f) + seed) / 3)];
}
