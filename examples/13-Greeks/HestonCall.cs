namespace Autograd.Examples.Greeks;

/// <summary>
/// A call on an asset whose variance is random, dS = (r − q) S dt + √v S dW, dv = κ (θ − v) dt + ξ √v dV with correlation ρ (Heston 1993), by Euler steps with
/// full truncation (Lord, Koekkoek and van Dijk 2010): v⁺ = max(v, 0) stands wherever v does, but for v itself.
/// </summary>
/// <remarks>
/// The steps are those of η = v / (ξ² dt), in which ξ cancels: η ← η + κθ/ξ² − κ dt η⁺ + √η⁺ Z. The part of ln S that is driven by the same Z needs no sum of its
/// own, since the steps of η add up to it: Σ √η⁺ Z = η − η₀ − n κθ/ξ² + κ dt Σ η⁺.
/// </remarks>
internal sealed class HestonCall(HestonModel model, double strike, double years, int steps, PathSettings settings)
    : PathPricing(HestonModel.Names, model.ToArray(), 2 * steps, settings)
{
    /// <summary>The strike.</summary>
    public double Strike => strike;

    /// <summary>The time to expiry.</summary>
    public double Years => years;

    /// <summary>The number of time steps.</summary>
    public int Steps => steps;

    /// <inheritdoc/>
    protected override Variable<double> PathSum(Variable<double> inputs, Variable<double> normals)
    {
        Variable<double> spot = Input(0), variance = Input(1), reversion = Input(2), level = Input(3), volatility = Input(4), correlation = Input(5), rate = Input(6), dividend = Input(7);
        double dt = years / steps;
        Shape paths = [1, Settings.PathsPerBlock];

        // A cotangent for each path, added up over the steps in passes that are there anyway, and over the paths once: by way of these copies.
        Variable<double> pull = (reversion * dt).BroadcastTo(paths);
        Variable<double> push = (reversion * level / volatility.Square()).BroadcastTo(paths);
        Variable<double> start = variance / (volatility.Square() * dt);
        Variable<double> eta = start.BroadcastTo(paths), sum = normals.Tape.Zeros(paths), independent = sum;
        for (int step = 0; step < steps; step++)
        {
            Variable<double> positive = eta.Relu(), root = positive.Sqrt();
            sum += positive;
            independent += root * normals.Slice(0, (2 * step) + 1, 1);
            eta = eta + (push - (pull * positive)) + (root * normals.Slice(0, 2 * step, 1));
        }

        Variable<double> common = eta - start - (push * steps) + (pull * sum);
        Variable<double> scale = volatility * dt;
        Variable<double> drift = spot.Log() + ((rate - dividend) * years);
        Variable<double> logarithm = drift + (scale * correlation * common) + (scale * (1 - correlation.Square()).Sqrt() * independent) - (0.5 * scale.Square() * sum);
        return ((logarithm.Exp() - strike).Relu().Sum() * (-rate * years).Exp()).Sum();

        Variable<double> Input(int index) => inputs.Slice(0, index, 1);
    }
}
