namespace Autograd.Examples.Greeks;

/// <summary>The undiscounted price of a call on a forward whose logarithm is normal (F. Black 1976): F Φ(d₁) − K Φ(d₂) with d₁,₂ = ln(F/K)/s ± s/2, s = σ √T.</summary>
internal static class Black
{
    /// <summary>The price on the tape.</summary>
    /// <param name="forward">F.</param>
    /// <param name="strike">K.</param>
    /// <param name="deviation">s, above 0.</param>
    public static Variable<double> Call(Variable<double> forward, Variable<double> strike, Variable<double> deviation)
    {
        Variable<double> middle = (forward / strike).Log() / deviation, half = 0.5 * deviation;
        return (forward * (middle + half).NormalDistribution()) - (strike * (middle - half).NormalDistribution());
    }

    /// <summary>The price of one call; Φ by the error function on a tape.</summary>
    public static double Call(double forward, double strike, double deviation)
    {
        using Tape<double> tape = new();
        return Call(tape.Constant(forward), tape.Constant(strike), tape.Constant(deviation)).Scalar;
    }
}
