namespace Autograd.Tests.Tape;

/// <content>Updates that are refused leave all parameters as they were, wherever and however they are computed; those that are not cost nothing to look at.</content>
public partial class TapeFinitenessTests
{
    /// <summary>Evaluation, whether groups are emitted at once, threads, and the length of the parameters: within a vector, with a rest, and in several parts.</summary>
    public static TheoryData<EvaluationMode, bool, int, int> Places
    {
        get
        {
            var places = new TheoryData<EvaluationMode, bool, int, int>();
            foreach (EvaluationMode mode in Enum.GetValues<EvaluationMode>())
            {
                foreach (int length in (int[])[3, 133, 70_001])
                {
                    places.Add(mode, false, 1, length);
                    places.Add(mode, true, 1, length);
                }

                places.Add(mode, true, 2, 70_001);
            }

            return places;
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void One_element_that_would_not_be_finite_leaves_all_parameters_and_states_as_they_were(EvaluationMode mode, bool isEmitted, int threads, int length)
    {
        Parameter<float>[] plain = Pair(length), looked = Pair(length);
        Adam<float> first = new(plain, 0.05), second = new(looked, 0.05);
        using Tape<float> unchecked_ = Hot(mode, isEmitted, threads, isChecked: false), tape = Hot(mode, isEmitted, threads, isChecked: true);
        float[] ones = [.. Enumerable.Repeat(1f, length)];
        foreach (int bad in (int[])[0, length / 2, length - 1])
        {
            for (int step = 0; step < 3; step++)
            {
                first.Step(Slopes(unchecked_, plain, ones));
                second.Step(Slopes(tape, looked, ones));
                Assert.Equal(Bits(plain), Bits(looked));
            }

            // Its square is beyond what a float holds: only the state v would not be finite, and what follows from it.
            float[] scales = [.. ones];
            scales[bad] = 1e25f;
            int[] before = Bits(looked);
            Gradients<float> gradients = Slopes(tape, looked, scales);
            string message = Assert.Throws<NonFiniteException>(() => second.Step(gradients)).Message;
            Assert.Contains($"element [{bad}] of [{length}]", message, StringComparison.Ordinal);
            Assert.Equal(before, Bits(looked));
        }

        Assert.Equal(first.StepCount, second.StepCount);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_was_differentiated_is_looked_at_where_the_gradients_are_finite(EvaluationMode mode, long coldNodes)
    {
        using Tape<double> tape = Checked(mode, coldNodes);
        Parameter<double> a = new("a", [2], [1, 2]);
        for (int step = 0; step < 5; step++)
        {
            tape.Reset();
            Variable<double> u = tape.Watch(a), shift = tape.Constant([step == 4 ? double.PositiveInfinity : 0], [], "shift");
            Variable<double> loss = u.Square().Sum() + shift;
            Gradients<double> gradients = loss.Backward();
            double[] before = a.Values.ToArray();
            if (step < 4)
            {
                tape.Update((a, u - (0.1 * gradients[u])));
                Assert.NotEqual(before, a.Values.ToArray());
                continue;
            }

            string message = Assert.Throws<NonFiniteException>(() => tape.Update((a, u - (0.1 * gradients[u])))).Message;
            Assert.Equal(before, a.Values.ToArray());
            Assert.Contains("∞ was given in the constant shift", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_shows_a_parameter_is_looked_at_as_it_was(EvaluationMode mode, long coldNodes)
    {
        using Tape<double> tape = Checked(mode, coldNodes);
        Parameter<double> a = new("a", [1], [1]);
        for (int step = 0; step < 4; step++)
        {
            tape.Reset();
            if (step == 3) a.Update()[0] = double.NegativeInfinity;
            Variable<double> loss = tape.Watch(a).Reshape();
            Gradients<double> gradients = loss.Backward();
            Variable<double> slope = gradients[tape.Watch(a)];
            if (step < 3)
            {
                tape.Update((a, 2 * slope));
                Assert.Equal(2, a.Values[0]);
                continue;
            }

            Assert.Throws<NonFiniteException>(() => tape.Update((a, 2 * slope)));
            Assert.Equal(double.NegativeInfinity, a.Values[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_parameter_that_takes_what_no_formula_computes_is_put_back(EvaluationMode mode, long coldNodes)
    {
        using Tape<double> tape = Checked(mode, coldNodes);
        Parameter<double> a = new("a", [2, 2], [1, 2, 3, 4]), b = new("b", [2, 2], [5, 6, 7, 8]);
        for (int step = 0; step < 5; step++)
        {
            tape.Reset();
            Variable<double> u = tape.Watch(a), v = tape.Watch(b), factor = tape.Constant([step == 4 ? double.MaxValue : 0.1], [1, 1], "factor");
            Variable<double> product = u.MatMul(v * factor), turned = v.Transpose();
            double[] before = [.. a.Values, .. b.Values];
            if (step == 4) Assert.Throws<NonFiniteException>(() => tape.Update((b, turned), (a, product)));
            else tape.Update((b, turned), (a, product));
            Assert.Equal(step == 4, before.AsSpan().SequenceEqual((double[])[.. a.Values, .. b.Values]));
        }
    }

    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void A_step_allocates_nothing_and_is_one_plan_as_without_it(EvaluationMode mode)
    {
        Parameter<float>[] parameters = Pair(300);
        var adam = new Adam<float>(parameters, 0.01);
        float[] ones = [.. Enumerable.Repeat(1f, 300)];
        using Tape<float> tape = Hot(mode, isEmitted: true, threads: 1, isChecked: true), plain = Hot(mode, isEmitted: true, threads: 1, isChecked: false);
        for (int step = 0; step < 50; step++) adam.Step(Slopes(tape, parameters, ones));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 50; step++) adam.Step(Slopes(tape, parameters, ones));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        for (int step = 0; step < 3; step++) adam.Step(Slopes(plain, parameters, ones));
        Assert.Equal(plain.Plans.Run.Length, tape.Plans.Run.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_budget_of_memory_holds_with_what_is_kept(bool isChecked)
    {
        const int Length = 5_000;
        float[] ones = [.. Enumerable.Repeat(1f, Length)];
        Parameter<float>[] plain = Pair(Length), own = Pair(Length);
        int[] begin = Bits(own);
        long enough = Least(1_000);
        Assert.InRange(enough, (isChecked ? 3L : 1L) * Length * sizeof(float), 6L * Length * sizeof(float));
        Assert.Equal(enough, Least(enough - 1));
        Assert.Equal(begin, Bits(own));
        using Tape<float> unbounded = Hot(EvaluationMode.Deferred, isEmitted: false, threads: 1, isChecked: false), tape = Bounded(enough);
        for (int step = 0; step < 3; step++)
        {
            new GradientDescent<float>(plain, 0.1).Step(Slopes(unbounded, plain, ones));
            new GradientDescent<float>(own, 0.1).Step(Slopes(tape, own, ones));
            Assert.Equal(Bits(plain), Bits(own));
            Assert.InRange(tape.Plans.Run[^1].PeakBytes, 1, enough);
        }

        Tape<float> Bounded(long bytes) => new(new TapeOptions { Evaluation = EvaluationMode.Deferred, CheckFinite = isChecked, MemoryBudget = bytes });

        // The least that would do, from the words of the refusal.
        long Least(long budget)
        {
            using Tape<float> bounded = Bounded(budget);
            string message = Assert.Throws<InvalidOperationException>(() => new GradientDescent<float>(own, 0.1).Step(Slopes(bounded, own, ones))).Message;
            Assert.Contains("MemoryBudget", message, StringComparison.Ordinal);
            return message.Split(' ', ',', '.').Select(word => long.TryParse(word, out long bytes) ? bytes : 0).Where(bytes => bytes != budget).Max();
        }
    }

    private static Tape<float> Hot(EvaluationMode mode, bool isEmitted, int threads, bool isChecked)
    {
        var tape = new Tape<float>(new TapeOptions { Evaluation = mode, MaxDegreeOfParallelism = threads, CheckFinite = isChecked });
        tape.Plans.ColdNodes = 0;
        tape.Plans.Emitted.Threshold = isEmitted ? 1 : long.MaxValue;
        return tape;
    }

    private static Parameter<float>[] Pair(int length) =>
        [new("a", [length], [.. Enumerable.Range(0, length).Select(i => MathF.Sin(i))]), new("b", [length], [.. Enumerable.Range(0, length).Select(i => MathF.Cos(i))])];

    /// <summary>Of a a plain slope, of b one that is scaled.</summary>
    private static Gradients<float> Slopes(Tape<float> tape, Parameter<float>[] parameters, float[] scales)
    {
        tape.Reset();
        Variable<float> a = tape.Watch(parameters[0]), b = tape.Watch(parameters[1]);
        return (a.Square().Sum() + (b * tape.Constant(scales, [scales.Length], "scales")).Sum()).Backward();
    }

    private static int[] Bits(Parameter<float>[] parameters) => [.. parameters.SelectMany(own => own.Values.ToArray()).Select(BitConverter.SingleToInt32Bits)];
}
