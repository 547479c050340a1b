namespace Autograd.Solvers.Tests.Models;

/// <summary>Taylor coefficients, against the closed forms.</summary>
public class TaylorSeriesTests
{
    [Fact]
    public void Coefficients_are_those_of_the_closed_forms()
    {
        double[] factorials = [.. Enumerable.Range(0, 10).Select(k => Enumerable.Range(1, k).Aggregate(1.0, (p, i) => p * i))];
        Equal([.. factorials[..9].Select(f => Math.Exp(0.5) / f)], TaylorSeries.Coefficients(x => x.Exp(), 0.5, 8));
        Equal([.. Enumerable.Range(0, 9).Select(k => Math.Pow(0.5, -k - 1))], TaylorSeries.Coefficients(x => 1 / (1 - x), 0.5, 8));
        Equal([.. Enumerable.Range(0, 9).Select(k => Math.Sin(0.3 + (k * Math.PI / 2)) / factorials[k])], TaylorSeries.Coefficients(x => x.Sin(), 0.3, 8));
        Equal([.. Enumerable.Range(0, 9).Select(k => k == 0 ? Math.Log(2) : (k % 2 == 0 ? -1 : 1) / (k * Math.Pow(2, k)))], TaylorSeries.Coefficients(x => x.Log(), 2.0, 8));

        // exp x sin x = Im exp((1 + i) x)
        Equal([.. Enumerable.Range(0, 8).Select(k => Math.Pow(2, k / 2.0) * Math.Sin(k * Math.PI / 4) / factorials[k])], TaylorSeries.Coefficients(x => x.Exp() * x.Sin(), 0.0, 7));
    }

    [Fact]
    public void Edges_are_right()
    {
        Assert.Equal([8, 12, 6, 1, 0, 0], TaylorSeries.Coefficients(x => x * x * x, 2.0, 5));
        Assert.Equal([5, 0, 0], TaylorSeries.Coefficients(x => x.Tape.Constant(5.0), 2.0, 2));
        Assert.Equal([4f], TaylorSeries.Coefficients(x => x.Square(), 2f, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TaylorSeries.Coefficients(x => x, 0.0, -1));
        Assert.Throws<InvalidOperationException>(() => TaylorSeries.Coefficients(x => x.Tape.Stack(0, x, x), 0.0, 1));
    }

    private static void Equal(double[] expected, double[] actual) => Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= 1e-11 * Math.Max(1, Math.Abs(a)));
}
