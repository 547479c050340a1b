namespace Autograd.Tests.Operations;

public class IndexerTests
{
    /// <summary>At the call, where nothing is computed yet, too.</summary>
    [Fact]
    public void Indices_along_a_dimension_are_looked_at_where_they_are_given()
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        Variable<double> x = tape.Variable([1, 2], [2], "x"), updates = tape.Variable([3, 4], [2], "updates");
        Indices<double> outside = tape.Indices([0, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.GatherAlong(0, outside));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.ScatterAddAlong(0, outside, updates));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.ScatterAlong(0, outside, updates));
    }

    [Fact]
    public void Indices_and_ranges_mix_and_take_the_elements_that_they_name()
    {
        using var tape = new Tape<double>();
        var x = tape.Arange(24).Reshape(2, 3, 4);
        Check(x[1], [3, 4], 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
        Check(x[^1, 0], [4], 12, 13, 14, 15);
        Check(x[0, 1, 2], [], 6);
        Check(x[-1, -1, -1], [], 23);
        Check(x[.., 0, 1..3], [2, 2], 1, 2, 13, 14);
        Check(x[1.., .., 3], [1, 3], 15, 19, 23);
        Check(x[.., 1..2, ^1], [2, 1], 7, 19);
        Check(x[0, 2..2], [0, 4]);
        Assert.Equal(x, x[..]);
        Assert.Equal(x, x[0..2, 0..3]);
        Check(tape.Constant([1.0, 2], [1, 2])[0], [2], 1, 2);

        static void Check(Variable<double> actual, Shape shape, params double[] expected)
        {
            Assert.Equal(shape, actual.Shape);
            Assert.Equal(expected, actual.ToArray());
        }
    }

    [Fact]
    public void All_are_views_and_pass_cotangents_to_the_elements_they_show()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        int before = tape.NodeCount;
        var y = x[1, ..2];
        for (int i = before; i < tape.NodeCount; i++) Assert.Equal(OperationKind.View, tape.Program[i].Operation.Kind);
        Assert.Equal([0, 0, 0, 8, 10, 0], y.Square().Sum().Backward()[x].ToArray());
    }

    [Fact]
    public void Places_outside_are_refused_in_words_and_nothing_is_recorded()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1.0, 1, 1, 1, 1, 1], [2, 3]);
        Refused<ArgumentOutOfRangeException>(() => x[0, 3], "[…]: index 3 is outside -3..2 on dimension 1 of shape [2, 3]. (Parameter 'places')");
        Refused<ArgumentOutOfRangeException>(() => x[^3], "[…]: index ^3 is outside -2..1 on dimension 0 of shape [2, 3]. (Parameter 'places')");
        Refused<ArgumentOutOfRangeException>(() => x[0, 1..4], "[…]: the range 1..4 does not lie within 0..3 on dimension 1 of shape [2, 3]. (Parameter 'places')");
        Refused<ArgumentException>(() => x[0, 0, 0], "[…]: 3 places were given for shape [2, 3], which has 2 dimensions; give at most one for each. (Parameter 'places')");
        Refused<ArgumentException>(() => x.Sum()[0], "[…]: 1 places were given for shape [], which has 0 dimensions; give at most one for each. (Parameter 'places')", 1);

        void Refused<TError>(Func<Variable<double>> call, string message, int own = 0)
            where TError : Exception
        {
            int before = tape.NodeCount;
            Assert.Equal(message, Assert.Throws<TError>(() => call()).Message);
            Assert.Equal(before + own, tape.NodeCount);
        }
    }
}
