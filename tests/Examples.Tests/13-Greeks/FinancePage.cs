using System.Globalization;

namespace Autograd.Examples.Greeks;

/// <summary>The program of docs/finance.md.</summary>
internal static class FinancePage
{
    /// <summary>Runs it.</summary>
    public static void Run(TextWriter output)
    {
        // <finance>
        const int Steps = 50, Paths = 8192;
        const double Strike = 105, Years = 1, Step = Years / Steps;
        string[] names = ["spot", "variance", "reversion", "level", "vol of variance", "correlation", "rate"];
        double[] market = [100, 0.04, 2, 0.05, 0.3, -0.7, 0.03];

        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        var random = new RandomGenerator(seed: 1);
        var inputs = Array.ConvertAll(market, value => tape.Variable(value));
        var (spot, variance, reversion, level, volatility, correlation, rate) = (inputs[0], inputs[1], inputs[2], inputs[3], inputs[4], inputs[5], inputs[6]);

        Variable<double> v = variance.BroadcastTo(Paths), x = spot.Log().BroadcastTo(Paths);
        for (int step = 0; step < Steps; step++)
        {
            var own = tape.Normal([Paths], random);
            var shared = correlation * own + (1 - correlation.Square()).Sqrt() * tape.Normal([Paths], random);
            var positive = v.Relu();
            var diffusion = (positive * Step).Sqrt();
            x += (rate - 0.5 * positive) * Step + diffusion * shared;
            v += reversion * (level - positive) * Step + volatility * diffusion * own;
        }

        var price = ((x.Exp() - Strike).Relu() * (-rate * Years).Exp()).Mean();
        var sensitivities = price.Backward();
        output.WriteLine($"price {price.Scalar.ToString("0.0000", CultureInfo.InvariantCulture)}");
        for (int k = 0; k < inputs.Length; k++)
            output.WriteLine($"d price / d {names[k],-15} {sensitivities[inputs[k]].Scalar.ToString("0.0000", CultureInfo.InvariantCulture),9}");
        // </finance>
    }
}
