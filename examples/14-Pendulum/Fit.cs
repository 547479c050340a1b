namespace Autograd.Examples.Pendulum;

/// <summary>
/// Least squares by the method of Gauss and Newton: the model is linearized, by its Jacobian through the differential equation, and the linear problem solved;
/// steps are halved until they lead down.
/// </summary>
internal sealed class Fit(Pendulum pendulum, double[] times, double[] measured)
{
    private const int Halvings = 30;

    /// <summary>The parameters.</summary>
    public double[] X { get; private set; } = [];

    /// <summary>The root of the mean squared difference to what was measured.</summary>
    public double Error { get; private set; }

    /// <summary>For each parameter the deviation that the errors of measurement leave, as a linear model has it.</summary>
    public double[] Deviations { get; private set; } = [];

    /// <summary>Begins with a guess.</summary>
    public void Begin(double[] guess)
    {
        X = guess;
        Error = ErrorOf(guess);
    }

    /// <summary>Makes a step.</summary>
    /// <returns>By how much the error was made smaller, as a part of it.</returns>
    public double Step()
    {
        using var tape = new Tape<double>();
        Variable<double> jacobian = tape.Constant(Differentiate.Jacobian(x => pendulum.Angles(x, times), X));
        Variable<double> residuals = tape.Constant(measured) - pendulum.Angles(tape.Constant(X), times);
        double[] step = jacobian.LeastSquares(residuals).ToArray();
        double variance = Error * Error * times.Length / (times.Length - X.Length);
        Deviations = [.. jacobian.Transpose().MatMul(jacobian).Inverse().Diagonal().ToArray().Select(value => Math.Sqrt(value * variance))];
        double before = Error, part = 1;
        for (int k = 0; k < Halvings; k++, part /= 2)
        {
            double[] next = [.. X.Zip(step, (x, d) => x + (part * d))];
            double error = ErrorOf(next);
            if (!(error < before)) continue;
            (X, Error) = (next, error);
            return 1 - (error / before);
        }

        return 0;
    }

    private double ErrorOf(double[] x)
    {
        using var tape = new Tape<double>();
        return Math.Sqrt(pendulum.Angles(tape.Constant(x), times).MeanSquaredError(tape.Constant(measured)).Scalar);
    }
}
