namespace Autograd.Solvers.Tests.Models;

/// <summary>Lanczos' method: its tridiagonal matrix has the matrix' moments, and ends where the basis is complete.</summary>
public class LanczosTests
{
    [Fact]
    public void The_tridiagonal_matrix_has_the_moments_of_the_start()
    {
        double[] diagonal = [1, 2, 4, 7, 11], start = [1, 1, -1, 2, 0.5];
        double square = start.Sum(x => x * x);
        var (a, b) = Lanczos.Tridiagonal<double>(v => [.. v.Zip(diagonal, (x, d) => x * d)], start, 3);
        Assert.Equal((3, 2), (a.Length, b.Length));
        double[] image = [1, 0, 0];
        for (int power = 0; power <= 5; power++)
        {
            Assert.Equal(start.Zip(diagonal, (x, d) => x * x * Math.Pow(d, power)).Sum() / square, image[0], 1e-10 * Math.Pow(11, power));
            image = [(a[0] * image[0]) + (b[0] * image[1]), (b[0] * image[0]) + (a[1] * image[1]) + (b[1] * image[2]), (b[1] * image[1]) + (a[2] * image[2])];
        }
    }

    [Fact]
    public void A_basis_that_is_complete_ends_it()
    {
        var (a, b) = Lanczos.Tridiagonal<double>(v => [.. v.Select(x => 2 * x)], [1, 2, 3, 4], 4);
        Assert.Equal([2], a, (x, y) => Math.Abs(x - y) < 1e-14);
        Assert.Empty(b);
    }
}
