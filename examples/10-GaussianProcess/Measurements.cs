namespace Autograd.Examples.GaussianProcess;

/// <summary>Measurements of a curve with noise at random places, none in the middle, where the process has to say that it does not know.</summary>
internal sealed class Measurements
{
    public const double Noise = 0.15;

    public Measurements(int count, ulong seed)
    {
        var random = new RandomGenerator(seed);
        X = [.. Enumerable.Range(0, count).Select(_ => 6 * random.NextUniform()).Select(x => x > 3 ? x + 2 : x).Order()];
        Y = [.. X.Select(x => Curve(x) + (Noise * random.NextNormal()))];
    }

    public double[] X { get; }

    public double[] Y { get; }

    /// <summary>What is measured.</summary>
    public static double Curve(double x) => Math.Sin(1.7 * x) + (0.5 * Math.Cos(0.6 * x));
}
