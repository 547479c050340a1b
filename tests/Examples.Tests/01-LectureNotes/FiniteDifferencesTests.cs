namespace Autograd.Examples.LectureNotes;

public class FiniteDifferencesTests
{
    /// <summary>Five points are exact for polynomials up to degree four: the derivative of x⁴ − 2 x³ + x at 1.5 is 4·3.375 − 6·2.25 + 1 = 1.</summary>
    [Fact]
    public void Derivative_OfAQuartic_IsExactUpToRounding()
    {
        double x = 1.5;
        double derivative = FiniteDifferences.Derivative(ref x, () => x * x * x * x - 2 * x * x * x + x);
        Assert.Equal(1, derivative, 1e-11);
        Assert.Equal(1.5, x);
    }
}
