namespace Autograd.Tests.Operations;

public class QrTests
{
    /// <summary>Q R is the matrix, Q has orthonormal columns, and R is nothing below its diagonal; of each matrix of a batch.</summary>
    [Theory]
    [InlineData(3, 3)]
    [InlineData(4, 2)]
    [InlineData(2, 4)]
    public void Factors_of_a_batch_are_those_of_its_matrices(int m, int n)
    {
        using var tape = new Tape<double>();
        Variable<double> a = tape.Arange(0, 2 * m * n).Sin().Reshape(2, m, n);
        var (q, r) = a.Qr();
        int k = Math.Min(m, n);
        Assert.InRange(Close.Difference<double>(a.ToArray(), q.MatMul(r).ToArray()), 0, 1e-14);
        Assert.InRange(Close.Difference<double>(tape.Eye(k).BroadcastTo((2, k, k)).ToArray(), q.Transpose().MatMul(q).ToArray()), 0, 1e-14);
        Assert.Equal(r.ToArray(), r.Triu().ToArray());
    }
}
