namespace Autograd.Examples.Series;

/// <summary>
/// An LSTM that reads a series month by month, with the place of the next month in the year, and says after each what the next one will be. It learns from windows
/// of the first months; the mean squared error is made small by AdamW.
/// </summary>
internal sealed class Forecaster : IDisposable
{
    /// <summary>The number of units of the LSTM.</summary>
    public const int Units = 16;

    /// <summary>The number of months of a window.</summary>
    public const int Window = 36;

    private const int Inputs = 3;
    private const int Batch = 16;
    private const double LearningRate = 0.005;
    private const double WeightDecay = 0.1;
    private const double LargestNorm = 1;

    private readonly Tape<float> _tape = new();
    private readonly AdamW<float> _optimizer;
    private readonly RandomGenerator _random;
    private readonly int _learned;
    private readonly double _mean;
    private readonly double _deviation;
    private readonly Schedule _schedule;

    /// <summary>For each month but the last, itself and the place of the next in the year; and the next itself.</summary>
    private readonly float[] _inputs;
    private readonly float[] _next;
    private readonly float[] _windows = new float[Batch * Window * Inputs];
    private readonly float[] _targets = new float[Batch * Window];

    /// <summary>A forecaster that knows nothing yet.</summary>
    /// <param name="series">The series.</param>
    /// <param name="learned">How many of its first months it learns from.</param>
    /// <param name="steps">How often it will learn.</param>
    /// <param name="seed">Decides the first weights, and what is learned from in which step.</param>
    public Forecaster(Series series, int learned, int steps, ulong seed)
    {
        (_learned, _random) = (learned, new RandomGenerator(seed));
        _schedule = new WarmUp(0, steps, start: LearningRate);
        Model = new(
            new Recurrent<float>("", RecurrentKind.Lstm, Inputs, Units, _random),
            new Linear<float>("out", Units, 1, Initializer.GlorotUniform, _random));
        _optimizer = new(Model.Parameters, LearningRate, weightDecay: WeightDecay);

        // Nothing is known of the months held out, not even their mean.
        double[] known = series.Values[..learned].ToArray();
        _mean = known.Average();
        _deviation = Math.Sqrt(known.Average(value => (value - _mean) * (value - _mean)));
        _next = [.. series.Values[1..].ToArray().Select(Scaled)];
        _inputs = [.. Enumerable.Range(0, series.Length - 1).SelectMany(month => new[] { Scaled(series.Values[month]), Wave(month + 1, 0), Wave(month + 1, 0.25) })];

        float Scaled(double value) => (float)((value - _mean) / _deviation);

        static float Wave(int month, double phase) => (float)Math.Sin(double.Tau * (((double)month / Series.Year) + phase));
    }

    /// <summary>The LSTM, and a linear layer that makes one number of what it found.</summary>
    public Sequential<float> Model { get; }

    /// <summary>Learns from some windows.</summary>
    /// <returns>The root of the mean squared error before, in the unit of the series.</returns>
    public double Learn()
    {
        for (int k = 0; k < Batch; k++)
        {
            int start = _random.NextBelow(_learned - Window);
            _inputs.AsSpan(start * Inputs, Window * Inputs).CopyTo(_windows.AsSpan(k * Window * Inputs));
            _next.AsSpan(start, Window).CopyTo(_targets.AsSpan(k * Window));
        }

        _tape.Reset();
        _optimizer.LearningRate = _schedule.RateAt(_optimizer.StepCount);
        Variable<float> forecasts = Model.Forward(_tape.Constant(_windows, [Batch, Window, Inputs]), Pass.Training((ulong)_optimizer.StepCount));
        Variable<float> loss = forecasts.MeanSquaredError(_tape.Constant(_targets, [Batch, Window, 1]));
        _optimizer.Step(loss.Backward(), LargestNorm);
        return Math.Sqrt(loss.Scalar) * _deviation;
    }

    /// <summary>Forecasts each of the last months from all before it.</summary>
    public double[] Forecast(int count)
    {
        _tape.Reset();
        Variable<float> forecasts = Model.Forward(_tape.Constant(_inputs, [1, _next.Length, Inputs]), Pass.Inference);
        return [.. forecasts.ToArray()[^count..].Select(value => (value * _deviation) + _mean)];
    }

    /// <inheritdoc/>
    public void Dispose() => _tape.Dispose();
}
