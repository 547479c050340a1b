namespace Autograd.Tests.Kernels;

public class TriangularSystemsTests
{
    [Theory]
    [MemberData(nameof(LinearSystemsTests.Sizes), MemberType = typeof(LinearSystemsTests))]
    public void Solutions_satisfy_their_equations_whichever_triangle_is_read(int n)
    {
        foreach (bool isUpper in (bool[])[false, true])
        {
            double[] t = Dense.Random<double>(n, n, 1), b = Dense.Random<double>(n, 5, 2), x = new double[n * 5];
            for (int i = 0; i < n * n; i++) t[i] = i % (n + 1) == 0 ? 2 : (i % n > i / n) == isUpper ? t[i] / n : double.NaN;
            Assert.True(TriangularSystems.Solve(Dense.Strided(t, n, n), Dense.Strided(b, n, 5), isUpper, x, ParallelLoop.Serial).IsNone);
            for (int i = 0; i < n * n; i++) t[i] = double.IsNaN(t[i]) ? 0 : t[i];
            Assert.InRange(Dense.Difference<double>(Dense.Multiply(t, x, n, n, 5), b), 0, 1e-14);
        }
    }
}
