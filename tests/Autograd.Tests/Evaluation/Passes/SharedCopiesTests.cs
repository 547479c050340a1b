namespace Autograd.Tests.Evaluation;

public class SharedCopiesTests
{
    [Theory]
    [InlineData(4, 3, 32, 1)]
    [InlineData(9, 3, 32, 1)]
    [InlineData(3, 3, 32, 0)]
    [InlineData(4, 33, 32, 0)]
    [InlineData(4, 1, 32, 0)]
    [InlineData(4, 3, 31, 0)]
    public void What_many_short_products_would_copy_is_copied_once(int products, int rows, int length, int copies)
    {
        using Tape<double> tape = Drafts.Deferred();
        Variable<double> weight = tape.Variable(new double[32 * length], [32, length], "W").Transpose(), sum = tape.Constant(0.0);
        for (int k = 0; k < products; k++) sum += tape.Variable(new double[rows * length], [rows, length]).MatMul(weight).Sum();
        Draft<double> draft = Drafts.Needed(sum);
        SharedCopies.Find(draft, leastCopiers: 4, shortest: 1024);
        ElementGroups.Form(draft, isWanted: true, holdsForward: false, shortestSum: 1);
        new StepOrder<double>(draft).Arrange();
        Assert.Equal(copies, draft.Kinds().Count(step => step.Kind == StepKind.Copy));
        if (copies > 0) Assert.Equal((StepKind.Copy, weight.Index), draft.Kinds()[0]);
    }

    /// <summary>A weight that lies ready is read where it is, whatever views it comes by.</summary>
    [Fact]
    public void What_is_not_transposed_is_not_copied()
    {
        using Tape<double> tape = Drafts.Deferred();
        Variable<double> weight = tape.Variable(new double[64 * 32], [64, 32], "W").Slice(0, 16, 32).Transpose().Transpose(), sum = tape.Constant(0.0);
        for (int k = 0; k < 6; k++) sum += tape.Variable(new double[3 * 32], [3, 32]).MatMul(weight).Sum();
        Draft<double> draft = Drafts.Needed(sum);
        SharedCopies.Find(draft, leastCopiers: 1, shortest: 1);
        new StepOrder<double>(draft).Arrange();
        Assert.DoesNotContain(draft.Kinds(), step => step.Kind == StepKind.Copy);
    }

    /// <summary>A recurrence over 12 steps, trained: a copy is taken of the weight as it is in each step, and all bits are those of a tape that copies nothing.</summary>
    [Theory]
    [InlineData(EvaluationMode.Deferred)]
    [InlineData(EvaluationMode.Eager)]
    public void Training_gives_the_same_bits(EvaluationMode mode)
    {
        Assert.Equal(Train(mode, leastCopiers: int.MaxValue), Train(mode, leastCopiers: 4));
    }

    private static float[] Train(EvaluationMode mode, int leastCopiers)
    {
        const int size = 40, batch = 5;
        var random = new Random(3);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) / 4)];
        var weight = new Parameter<float>("W", [size, size], Numbers(size * size));
        float[] inputs = Numbers(12 * batch * size);
        using var tape = new Tape<float>(new TapeOptions { Evaluation = mode });
        tape.Plans.ColdNodes = 0;
        tape.Plans.Planner.LeastCopiers = leastCopiers;
        var losses = new List<float>();
        for (int step = 0; step < 5; step++)
        {
            tape.Reset();
            Variable<float> x = tape.Constant(inputs, [12, batch, size]), h = tape.Zeros(batch, size), transposed = tape.Watch(weight).Transpose();
            for (int k = 0; k < 12; k++) h = (x.At(0, k) + h.MatMul(transposed)).Tanh();
            Variable<float> loss = h.Square().Sum();
            losses.Add(loss.Scalar);
            Gradients<float> gradients = loss.Backward();
            ReadOnlySpan<float> gradient = gradients[weight].Span;
            Span<float> values = weight.Update();
            for (int i = 0; i < values.Length; i++) values[i] -= 0.1f * gradient[i];
        }

        if (mode == EvaluationMode.Deferred && leastCopiers < int.MaxValue) Assert.Contains("Copy [40, 40]", tape.PlansToText(), StringComparison.Ordinal);
        return [.. losses, .. weight.Values];
    }
}
