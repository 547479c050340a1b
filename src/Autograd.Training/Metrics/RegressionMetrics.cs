using System.Numerics;

namespace Autograd;

/// <summary>What predictions of numbers are judged by. With targets t and predictions y of N numbers, in double precision.</summary>
public sealed class RegressionMetrics
{
    private double _absolute;
    private double _squared;
    private double _mean;
    private double _scatter;

    /// <summary>The number of predictions.</summary>
    public long Count { get; private set; }

    /// <summary>The mean absolute error, 1/N Σ |y − t|; NaN before the first.</summary>
    public double MeanAbsoluteError => _absolute / Count;

    /// <summary>The mean squared error, 1/N Σ (y − t)²; NaN before the first.</summary>
    public double MeanSquaredError => _squared / Count;

    /// <summary>The root of the mean squared error; NaN before the first.</summary>
    public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);

    /// <summary>
    /// The coefficient of determination, R² = 1 − Σ (y − t)² / Σ (t − t̄)²: 1 for perfect predictions, 0 for those that are always the mean t̄, negative for
    /// worse ones. NaN where all targets are the same.
    /// </summary>
    public double RSquared => _scatter == 0 ? double.NaN : 1 - (_squared / _scatter);

    /// <summary>Takes a batch into account.</summary>
    /// <param name="targets">What was wanted.</param>
    /// <param name="predictions">What was predicted, as many numbers.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Add<T>(ReadOnlySpan<T> targets, ReadOnlySpan<T> predictions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (targets.Length != predictions.Length) throw MetricErrors.PredictionCount(targets.Length, predictions.Length);
        for (int k = 0; k < targets.Length; k++)
        {
            double target = double.CreateTruncating(targets[k]), error = double.CreateTruncating(predictions[k]) - target;
            _absolute += Math.Abs(error);
            _squared += error * error;
            Count++;

            // The mean and the sum of squares around it, kept up to date number by number (B. Welford, 1962).
            double before = target - _mean;
            _mean += before / Count;
            _scatter += before * (target - _mean);
        }
    }

    /// <summary>Begins again.</summary>
    public void Clear() => (Count, _absolute, _squared, _mean, _scatter) = (0, 0, 0, 0, 0);
}
