namespace Autograd.Examples.Kalman;

/// <summary>
/// Something that moves along a line and is pushed at random: position and velocity, s′ = F s + (0, w), y = position + v, with w and v of normal
/// distributions. Its parameters are x = (log q, log r, the velocity's persistence φ), q and r the variances of w and v, F = (1 1; 0 φ).
/// </summary>
internal static class StateSpace
{
    private static readonly double[] FirstCovariance = [10, 0, 0, 1];

    /// <summary>What there is to be found.</summary>
    public static IReadOnlyList<string> Names { get; } = ["log q", "log r", "φ"];

    /// <summary>Measured positions, and those that they are of.</summary>
    public static (double[] Measured, double[] Positions) Simulate(double[] x, int count, ulong seed)
    {
        var random = new RandomGenerator(seed);
        double position = 0, velocity = 0, push = Math.Exp(x[0] / 2), error = Math.Exp(x[1] / 2);
        double[] measured = new double[count], positions = new double[count];
        for (int k = 0; k < count; k++)
        {
            if (k > 0) (position, velocity) = (position + velocity, (x[2] * velocity) + (push * random.NextNormal()));
            positions[k] = position;
            measured[k] = position + (error * random.NextNormal());
        }

        return (measured, positions);
    }

    /// <summary>The negative log-likelihood of measured positions, by the filter: each is compared with what the ones before let expect.</summary>
    public static Variable<double> NegativeLogLikelihood(Variable<double> x, double[] measured)
    {
        Variable<double> sum = x.Tape.Constant(0.5 * measured.Length * Math.Log(2 * Math.PI));
        Filter(x, measured, (difference, variance, _) => sum += 0.5 * (variance.Log() + (difference.Square() / variance)));
        return sum;
    }

    /// <summary>The filter's positions, each from what was measured up to then.</summary>
    public static double[] Positions(double[] x, double[] measured)
    {
        using var tape = new Tape<double>();
        List<double> positions = [];
        Filter(tape.Constant(x), measured, (_, _, state) => positions.Add(state.At(0, 0).Scalar));
        return [.. positions];
    }

    /// <summary>R. E. Kalman: A new approach to linear filtering and prediction problems, J. Basic Eng. 82 (1960).</summary>
    private static void Filter(Variable<double> x, double[] measured, Action<Variable<double>, Variable<double>, Variable<double>> take)
    {
        Tape<double> tape = x.Tape;
        Variable<double> q = x.At(0, 0).Exp(), r = x.At(0, 1).Exp(), zero = tape.Constant(0.0), one = tape.Constant(1.0);
        Variable<double> motion = tape.Stack(0, one, one, zero, x.At(0, 2)).Reshape(2, 2), pushes = tape.Stack(0, zero, zero, zero, q).Reshape(2, 2);
        Variable<double> state = tape.Zeros(2), covariance = tape.Constant(FirstCovariance, [2, 2]);
        for (int k = 0; k < measured.Length; k++)
        {
            if (k > 0)
            {
                state = motion.MatMul(state);
                covariance = motion.MatMul(covariance).MatMul(motion.Transpose()) + pushes;
            }

            Variable<double> column = covariance.At(1, 0), difference = measured[k] - state.At(0, 0), variance = column.At(0, 0) + r, gain = column / variance;
            state += gain * difference;
            covariance -= gain.Outer(column);
            take(difference, variance, state);
        }
    }
}
