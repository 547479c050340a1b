using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Logarithm of the quantile of a gamma distribution, element-wise: y = ln x with P(α, x) = Φ(z), P being the regularized incomplete gamma function, or its n-th
/// derivative by α where z stays, which follows from α and y. Up to n = 3; no cotangent passes to z or y.
/// </summary>
/// <param name="Order">n; for 0 the second operand is z, else y.</param>
internal readonly record struct LogGammaQuantileOperation<T>(int Order) : IBinaryOperation<LogGammaQuantileOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "LogGammaQuantile";

    /// <inheritdoc/>
    public static bool HasInfiniteSlope => true;

    /// <inheritdoc/>
    public static Notation NotationOf(LogGammaQuantileOperation<T> operation) => operation.Order == 0
        ? Notation.Function("lnγ").ConstantIn(1).Explained("lnγ(α, z)", "the logarithm of the quantile of the gamma distribution of α, at the probability Φ(z)")
        : Notation.Function("lnγ′").WithAttributes(Notation.Text(operation.Order)).ConstantIn(1)
            .Explained("lnγ′(α, y, n)", "the n-th derivative of y = lnγ(α, z) by α");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Evaluate<L>(L a, L b)
        where L : struct, ILane<L, T> => GammaQuantile.Evaluate<L, T>(a, b, Order);

    /// <inheritdoc/>
    public (Variable<T> A, Variable<T> B) Vjp(Variable<T> a, Variable<T> b, Variable<T> y, Variable<T> cotangent) => Order < GammaQuantile.MostDerivatives
        ? (cotangent.ScaledBy(a.Apply(new LogGammaQuantileOperation<T>(Order + 1), Order == 0 ? y : b)), default)
        : throw Errors.NoMoreDerivatives("SampleGamma", GammaQuantile.MostDerivatives);
}

public static partial class Operations
{
    extension<T>(Variable<T> concentration)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Random numbers of gamma distributions of rate 1, the quantiles x with P(α, x) = Φ(z) of normal z, differentiable by the concentration α (reparameterized).</summary>
        /// <param name="random">Where z comes from: equal seeds give equal numbers, everywhere.</param>
        /// <returns>A node with the lengths of this one; one number for each element. NaN where α is below 0.</returns>
        /// <remarks>
        /// For another rate divide by it. The slope is the implicit one, −(∂P/∂α)/p. For α from 0.001 to 1e6 numbers and slopes are within 1e-10 of themselves in double, the second and third
        /// derivative of ln x within 2e-9 and 1e-6; a fourth is refused. A small α gives numbers too small for T, and so 0. It costs some microseconds a number.
        /// Elsewhere <c>torch.distributions.Gamma(α, 1).rsample()</c>.
        /// </remarks>
        /// <example><code>alpha.SampleGamma(new RandomGenerator(1)) / rate</code></example>
        public Variable<T> SampleGamma(RandomGenerator random)
        {
            ArgumentNullException.ThrowIfNull(random);
            Shape shape = concentration.Shape;
            using var attempt = new Attempt<T>(concentration.Tape);
            return attempt.Keep(concentration.LogGammaSample(shape, random).Exp());
        }

        /// <summary>The logarithms of such numbers.</summary>
        private Variable<T> LogGammaSample(Shape shape, RandomGenerator random) => concentration.Apply(new LogGammaQuantileOperation<T>(0), concentration.Tape.Normal(shape, random));
    }
}
