namespace Autograd.Tests.Operations;

public class MatMulTests
{
    /// <summary>Weights are stored [out, in] and used transposed: their gradients should not be copied to be read.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(7, false)]
    [InlineData(7, true)]
    public void The_gradient_of_a_matrix_that_is_used_transposed_lies_contiguous(int uses, bool onTheLeft)
    {
        var random = new Random(uses);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
        using var tape = new Tape<float>();
        Variable<float> w = tape.Variable(Values(6 * 4), [6, 4]), transposed = w.Transpose();
        Variable<float>[] others = [.. Enumerable.Range(0, uses).Select(_ => onTheLeft ? tape.Constant(Values(6 * 3), [6, 3]) : tape.Constant(Values(3 * 4), [3, 4]))];
        Variable<float> product = onTheLeft ? transposed.MatMul(others[0]) : others[0].MatMul(transposed);
        for (int k = 1; k < uses; k++) product += onTheLeft ? transposed.MatMul(others[k]) : others[k].MatMul(transposed);
        Variable<float> cotangent = tape.Constant(Values(product.Shape.ElementCount), product.Shape), gradient = product.Backward(cotangent)[w];
        float[] actual = gradient.ToArray();
        Assert.True(tape.Values[gradient.Index].View < 0, "The gradient is a view that has to be copied.");

        // Each element is one chain of multiply-adds, whichever of the two products it belongs to; the last use comes first.
        Variable<float>? sum = null;
        for (int k = uses - 1; k >= 0; k--)
        {
            Variable<float> part = onTheLeft ? cotangent.MatMul(others[k].Transpose()) : others[k].Transpose().MatMul(cotangent);
            sum = sum is null ? part : sum + part;
        }

        Assert.Equal(sum!.Value.Transpose().ToArray(), actual);
    }

    /// <summary>The products of the slices need not be added up where one product over all rows gives their sum.</summary>
    [Fact]
    public void A_matrix_that_all_slices_share_has_one_product_for_its_cotangent()
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Constant([.. Enumerable.Range(0, 24).Select(i => Math.Sin(i))], [2, 3, 4]), w = tape.Variable([.. Enumerable.Range(0, 20).Select(i => Math.Cos(i))], [5, 4]);
        Variable<double> seed = tape.Constant([.. Enumerable.Range(0, 30).Select(i => Math.Sin(3 * i))], [2, 3, 5]);
        Variable<double> gradient = x.MatMul(w.Transpose()).Backward(seed)[w];
        Assert.Equal(seed.Reshape(6, 5).Transpose().MatMul(x.Reshape(6, 4)).ToArray(), gradient.ToArray());
        Assert.DoesNotContain("Sum", tape.ToText(), StringComparison.Ordinal);
        Variable<double> none = tape.Variable([1.0, 2, 3, 4], [2, 2]);
        Assert.Equal([0, 0, 0, 0], tape.Zeros(3, 0, 2).MatMul(none).Sum().Backward()[none].ToArray());
    }

    /// <summary>What a mask cut off stays cut off through an infinite slope behind the matrix; a zero that was computed gives NaN there. As with the rows in one matrix, in any layout, to second order.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Slices_and_their_rows_give_the_same_cotangents(bool isPermuted)
    {
        using var tape = new Tape<double>();
        Variable<double> x = tape.Variable([.. Enumerable.Range(0, 24).Select(i => i % 5 == 0 ? 0 : Math.Sin(i))], isPermuted ? [3, 2, 4] : [2, 3, 4]);
        Variable<double> v = tape.Variable([.. Enumerable.Range(0, 20).Select(i => i % 4 == 0 ? 0 : 0.5 + Math.Cos(i) / 4)], [4, 5]), w = v.Sqrt();
        Variable<double> mask = tape.Constant([.. Enumerable.Range(0, 30).Select(i => i % 5 == 0 ? 0.0 : 1)], [2, 3, 5]), slices = isPermuted ? x.Permute(1, 0, 2) : x;
        Variable<double> many = slices.MatMul(w), one = slices.Reshape(6, 4).MatMul(w).Reshape(2, 3, 5);
        double[][] expected = Derivatives(one), actual = Derivatives(many);
        for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual[k]);
        Assert.Contains(actual[0], double.IsFinite);
        Assert.Equal(0, actual[0][0]);

        double[][] Derivatives(Variable<double> y)
        {
            Variable<double> loss = tape.Where(mask.GreaterThan(0), y.Square(), tape.Zeros(2, 3, 5)).Sum();
            Gradients<double> gradients = loss.Backward();
            Variable<double> slope = gradients[x];
            return [gradients[v].ToArray(), slope.ToArray(), slope.Square().Sum().Backward()[x].ToArray()];
        }
    }
}
