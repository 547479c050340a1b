using System.Numerics;

namespace Autograd;

/// <summary>The size of errors and the lengths of steps. E. Hairer, S. P. Nørsett, G. Wanner: Solving Ordinary Differential Equations I, II.4; K. Gustafsson: PI control (1991).</summary>
/// <param name="options">The tolerances.</param>
/// <param name="order">The order of the error in the step's length.</param>
/// <param name="memory">The weight β of the error before.</param>
internal struct StepControl(OdeOptions options, int order, double memory)
{
    private const double Safety = 0.9, Least = 0.2, Most = 10, LeastError = 1e-4;
    private double _before = LeastError;
    private bool _wasRejected;

    /// <summary>The root of the mean square of an error, each element in units of its tolerance; 0 where there are none.</summary>
    public readonly double Norm<T>(ReadOnlySpan<T> error, ReadOnlySpan<T> before, ReadOnlySpan<T> after)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int i = 0; i < error.Length; i++)
        {
            double size = Math.Max(Math.Abs(double.CreateChecked(before[i])), Math.Abs(double.CreateChecked(after[i])));
            double part = double.CreateChecked(error[i]) / (options.AbsoluteTolerance + (options.RelativeTolerance * size));
            sum += part * part;
        }

        return error.Length == 0 ? 0 : Math.Sqrt(sum / error.Length);
    }

    /// <summary>The factor by which the next step is longer than one that is accepted.</summary>
    public double Accept(double error)
    {
        double factor = Safety * Math.Pow(Math.Max(error, 1e-10), -(1.0 / order) + (0.75 * memory)) * Math.Pow(_before, memory);
        factor = Math.Clamp(factor, Least, _wasRejected ? 1 : Most);
        _before = Math.Max(error, LeastError);
        _wasRejected = false;
        return factor;
    }

    /// <summary>The factor by which a step is tried again that is rejected; a tenth where its error is not a number.</summary>
    public double Reject(double error)
    {
        _wasRejected = true;
        return double.IsFinite(error) ? Math.Max(Least, Safety * Math.Pow(error, -1.0 / order)) : 0.1;
    }

    /// <summary>A first guess of the first step's length in time: one in which the state changes by a hundredth.</summary>
    public readonly double Guess<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double size = Norm(state, state, state), speed = Norm(slope, state, state);
        return size < 1e-5 || speed < 1e-5 ? 1e-6 : 0.01 * size / speed;
    }

    /// <summary>The first step's length in time, from the slopes at both ends of the guess.</summary>
    public readonly double First<T>(double guess, ReadOnlySpan<T> state, ReadOnlySpan<T> slope, ReadOnlySpan<T> later)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var change = new T[slope.Length];
        for (int i = 0; i < change.Length; i++) change[i] = later[i] - slope[i];
        double most = Math.Max(Norm(slope, state, state), Norm<T>(change, state, state) / guess);
        double length = most <= 1e-15 ? Math.Max(1e-6, guess * 1e-3) : Math.Pow(0.01 / most, 1.0 / order);
        return Math.Min(100 * guess, double.IsFinite(length) ? length : guess);
    }
}
