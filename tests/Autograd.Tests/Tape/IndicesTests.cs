using System.Numerics;

namespace Autograd.Tests.Tape;

public class IndicesTests
{
    [Fact]
    public void Their_text_is_their_numbers()
    {
        using var tape = new Tape<double>();
        Assert.Equal("[3, 1000000, 0]", tape.Indices([3, 1_000_000, 0]).ToString());
        Indices<double> largest = tape.Variable([1.0, 5, 2, 7, 0, 3], [2, 3], "x").ArgMax(1);
        Assert.Equal("[1, 0]", largest.ToString());
        tape.Reset();
        Assert.Equal("a variable from before the tape was reset", largest.ToString());
        Assert.Equal("no indices", default(Indices<double>).ToString());
    }

    [Theory]
    [InlineData(EvaluationMode.Eager)]
    [InlineData(EvaluationMode.Deferred)]
    public void Indices_that_an_operation_finds_are_computed_when_read(EvaluationMode evaluation)
    {
        Check<float>(evaluation);
        Check<double>(evaluation);

        static void Check<T>(EvaluationMode evaluation)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var tape = new Tape<T>(new TapeOptions { Evaluation = evaluation });
            for (int k = 1; k < 4; k++)
            {
                tape.Reset();
                Variable<T> x = tape.Variable([T.Zero, T.CreateChecked(k - 2), -T.One, T.One, T.CreateChecked(2 - k), T.Zero], [2, 3], "x");
                Indices<T> largest = x.ArgMax(-1), smallest = x.ArgMin(0);
                Variable<T> rows = x.Pick(1, largest);
                Assert.Equal(evaluation == EvaluationMode.Deferred, tape.Values.IsPending(largest.Node.Index));
                Assert.Equal(k == 3 ? [1, 0] : [0, 0], largest.Values.ToArray());
                Assert.Equal(k == 3 ? [0, 1, 0] : [0, 0, 0], smallest.Values.ToArray());
                Assert.Equal(k == 3 ? [T.One, T.One] : [T.Zero, T.One], rows.ToArray());
                Assert.Equal([2], largest.Shape.ToArray());
            }
        }
    }

    [Fact]
    public void Indices_that_are_not_computed_yet_are_verified_by_the_operation_that_reads_them()
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        Variable<double> table = tape.Variable([1.0, 2], [2, 1]), scores = tape.Constant([0.0, 1, 2], [3]);
        Variable<double> row = table.Embedding(scores.ArgMax(0));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => row.ToArray());
        Assert.StartsWith("Gather: index 2 at position 0 is outside 0..1 on dimension 0 of shape [2, 1].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Indices_of_an_old_recording_or_of_an_updated_parameter_cannot_be_read()
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        var parameter = new Parameter<double>("w", [2], [1, 2]);
        Indices<double> pending = tape.Watch(parameter).ArgMax(0);
        parameter.Update()[0] = 5;
        Assert.Throws<InvalidOperationException>(() => pending.Values.ToArray());
        tape.Reset();
        Assert.Throws<InvalidOperationException>(() => pending.Values.ToArray());
        Assert.Equal([0], tape.Watch(parameter).ArgMax(0).Values.ToArray());
    }
}
