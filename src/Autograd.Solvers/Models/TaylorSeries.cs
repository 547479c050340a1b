using System.Numerics;

namespace Autograd;

/// <summary>Taylor series of functions of a number.</summary>
public static class TaylorSeries
{
    /// <summary>The coefficients cₖ = f⁽ᵏ⁾(x) / k! of f(x + h) = Σ cₖ hᵏ, from k = 0 to an order.</summary>
    /// <remarks>
    /// Each derivative is recorded from the one before, by a reverse walk, and is exact. What a walk records is a few times what it walks over, so the number
    /// of nodes grows with the order as a power, by about two to three for each: it is for orders of ten or so, of small formulas.
    /// </remarks>
    /// <param name="function">A function of a scalar whose result has one element.</param>
    /// <param name="x">Where.</param>
    /// <param name="order">The highest power, 0 or more.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>As many coefficients as the order, and one; zeros where a derivative does not depend on x.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The order is below 0.</exception>
    /// <exception cref="InvalidOperationException">The function's result has more elements than one.</exception>
    public static T[] Coefficients<T>(Func<Variable<T>, Variable<T>> function, T x, int order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        if (order < 0) throw ModelErrors.OrderBelowZero(order);
        using var tape = new Tape<T>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        Variable<T> input = tape.Variable(x), derivative = function(input);
        if (derivative.Shape.ElementCount != 1) throw ModelErrors.NotScalar("TaylorSeries", derivative.Shape);
        var coefficients = new T[order + 1];
        coefficients[0] = derivative.Scalar;
        T factorial = T.One;
        for (int k = 1; k <= order && derivative.IsDifferentiable; k++)
        {
            Gradients<T> gradients = derivative.Backward();
            if (!gradients.IsConnected(input)) break;
            derivative = gradients[input];
            factorial *= T.CreateChecked(k);
            coefficients[k] = derivative.Scalar / factorial;
        }

        return coefficients;
    }
}
