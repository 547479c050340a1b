using System.Numerics;

namespace Autograd.Tests.Tape;

/// <content>Operators and conversions.</content>
public partial class VariableTests
{
    [Fact]
    public void One_formula_serves_numbers_and_the_tape()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(1.5);
        Variable<double> y = Rational<Variable<double>>(x);
        Assert.Equal(Rational(1.5), y.Scalar);
        const double step = 1e-6;
        Assert.Equal((Rational(1.5 + step) - Rational(1.5 - step)) / (2 * step), y.Backward()[x].Scalar, 1e-8);
    }

    /// <summary>(−x + 2) x / (x² − 0.5) + x, with a scalar on the right.</summary>
    private static TNumber Rational<TNumber>(TNumber x)
        where TNumber : IAdditionOperators<TNumber, TNumber, TNumber>, IAdditionOperators<TNumber, double, TNumber>,
            ISubtractionOperators<TNumber, double, TNumber>, IMultiplyOperators<TNumber, TNumber, TNumber>, IDivisionOperators<TNumber, TNumber, TNumber>,
            IUnaryNegationOperators<TNumber, TNumber>, IUnaryPlusOperators<TNumber, TNumber> =>
        ((-x + 2.0) * x / ((x * x) - 0.5)) + +x;

    [Fact]
    public void Sums_and_products_of_any_type_with_operators_take_variables()
    {
        using var tape = new Tape<float>();
        Variable<float>[] terms = [tape.Variable([1f, 2f]), tape.Variable([3f, 4f]), tape.Variable([5f, 6f])];
        Assert.Equal([9f, 12], Sum(terms).ToArray());

        static TNumber Sum<TNumber>(TNumber[] terms)
            where TNumber : IAdditionOperators<TNumber, TNumber, TNumber>
        {
            TNumber sum = terms[0];
            foreach (TNumber term in terms[1..]) sum += term;
            return sum;
        }
    }

    [Fact]
    public void Plus_is_the_node_itself_and_equality_is_that_of_handles()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable([1.0, 2]);
        var y = tape.Variable([1.0, 2]);
        Assert.True(+x == x);
        Assert.True(x != y);
        Assert.Equal([1, 1], x.EqualTo(y).ToArray());
        Assert.Equal(4, tape.NodeCount + 1);
    }

    [Fact]
    public void A_scalar_converts_to_a_number_and_more_elements_refuse()
    {
        using var tape = new Tape<double>();
        using var single = new Tape<float>();
        var x = tape.Variable([1.0, 2.5]);
        Assert.Equal(2.5, (double)x[1]);
        Assert.Equal(2.5f, (float)x[1]);
        Assert.Equal(3.5, (double)single.Constant(3.5f));
        Assert.Equal(7, (int)tape.Full([1, 1], 7));
        Assert.StartsWith("Scalar: the variable has shape [2]", Assert.Throws<InvalidOperationException>(() => (double)x).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_matrix_goes_in_and_out_as_an_array_of_two_dimensions()
    {
        using var tape = new Tape<float>();
        float[,] values = { { 1, 2, 3 }, { 4, 5, 6 } };
        var x = tape.Variable(values);
        Assert.Equal((new Shape(2, 3), "values"), (x.Shape, x.Name));
        Assert.Equal([1f, 2, 3, 4, 5, 6], x.ToArray());
        Assert.Equal(new float[,] { { 1, 4 }, { 2, 5 }, { 3, 6 } }, tape.Constant(values).Transpose().ToArray2D());
        Assert.Equal(new Shape(0, 3), tape.Constant(new float[0, 3]).Shape);
        Assert.Equal(0, tape.Constant(new float[0, 3]).ToArray2D().GetLength(0));
        Assert.Throws<ArgumentNullException>(() => tape.Variable((float[,])null!));
        Assert.Equal("ToArray2D: the variable has shape [3]; it must be a matrix, of shape [rows, columns].", Assert.Throws<ArgumentException>(() => x[0].ToArray2D()).Message);
    }

    [Fact]
    public void A_vector_is_made_from_a_collection_expression_an_array_a_span_or_a_list()
    {
        using var tape = new Tape<float>();
        float[] array = [1, 2, 3];
        List<float> list = [1, 2, 3];
        ReadOnlySpan<float> span = array;
        foreach (Variable<float> x in new[] { tape.Variable([1f, 2f, 3f]), tape.Variable([1, 2, 3]), tape.Variable(array), tape.Variable(span), tape.Variable([.. list]), tape.Constant([1, 2, 3]), tape.Constant(array) })
        {
            Assert.Equal(new Shape(3), x.Shape);
            Assert.Equal(array, x.ToArray());
        }

        Assert.Equal("array", tape.Variable(array).Name);
        Assert.Equal(("array", "m"), (tape.Variable(array, 1, 3).Name, tape.Constant(array, 3, 1, "m").Name));
        Assert.Equal(new Shape(1, 3), tape.Variable(array, 1, 3).Shape);
        Assert.Equal(
            "Variable: 3 values were given, but shape [2, 2] has 4 elements. (Parameter 'values')",
            Assert.Throws<ArgumentException>(() => tape.Variable([1f, 2, 3], 2, 2)).Message);
    }
}
