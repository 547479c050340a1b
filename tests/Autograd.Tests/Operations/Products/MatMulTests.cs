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
}
