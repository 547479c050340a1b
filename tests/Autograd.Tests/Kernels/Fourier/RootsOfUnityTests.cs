namespace Autograd.Tests.Kernels;

public unsafe class RootsOfUnityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(64)]
    [InlineData(1000)]
    [InlineData(1021)]
    public void Roots_are_right_to_two_roundings_and_symmetric(int n)
    {
        double[] cos = new double[n], sin = new double[n];
        fixed (double* c = cos, s = sin) RootsOfUnity.Fill(n, c, s);
        for (int k = 0; k < n; k++)
        {
            var (expectedSin, expectedCos) = (Math.Sin(2 * Math.PI * k / n), Math.Cos(2 * Math.PI * k / n));
            Assert.InRange(cos[k] - expectedCos, -2e-15, 2e-15);
            Assert.InRange(sin[k] - expectedSin, -2e-15, 2e-15);
            Assert.InRange((cos[k] * cos[k]) + (sin[k] * sin[k]) - 1, -7e-16, 7e-16);
            if (k > 0) Assert.Equal((cos[n - k], -sin[n - k]), (cos[k], sin[k]));
        }

        double[] chirpCos = new double[n], chirpSin = new double[n], halfCos = new double[2 * n], halfSin = new double[2 * n];
        fixed (double* c = chirpCos, s = chirpSin, hc = halfCos, hs = halfSin)
        {
            RootsOfUnity.FillChirp(n, c, s);
            RootsOfUnity.Fill(2 * n, hc, hs);
        }

        for (int k = 0; k < n; k++)
        {
            int place = (int)((long)k * k % (2 * n));
            Assert.InRange(chirpCos[k] - halfCos[place], -2e-16, 2e-16);
            Assert.InRange(chirpSin[k] - halfSin[place], -2e-16, 2e-16);
        }

        Assert.Equal((1, 0), (cos[0], sin[0]));
        if (n % 4 == 0) Assert.Equal((0, 1), (cos[n / 4], sin[n / 4]));
        if (n % 2 == 0) Assert.Equal((-1, 0), (cos[n / 2], sin[n / 2]));
    }
}
