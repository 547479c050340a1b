using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The negative log-likelihood eˣ − t x of counts t under Poisson distributions whose rates have the logarithm x, element by element, then reduced; with 0 · ∞ = 0.</summary>
        /// <param name="target">The counts t, with the lengths of this node.</param>
        /// <param name="full">Whether ln t! is added, which does not depend on x.</param>
        /// <param name="reduction">Whether the mean of the losses is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here.</exception>
        /// <remarks>Elsewhere <c>torch.nn.functional.poisson_nll_loss</c>, whose <c>full</c> is an approximation.</remarks>
        /// <example><code>tape.Variable([0.0, 1], [2]).PoissonNegativeLogLikelihood(tape.Constant([2.0, 0], [2]), reduction: LossReduction.None)   // 1, 2.718</code></example>
        public Variable<T> PoissonNegativeLogLikelihood(Variable<T> target, bool full = false, LossReduction reduction = LossReduction.Mean)
        {
            CheckSame("PoissonNegativeLogLikelihood", prediction, target);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(Reduced("PoissonNegativeLogLikelihood", PoissonOf(prediction, target, full), reduction));
        }
    }

    private static Variable<T> PoissonOf<T>(Variable<T> x, Variable<T> target, bool full)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> loss = x.Exp() - x.MaskedBy(target);
        return full ? loss + (target + T.One).LogGamma() : loss;
    }
}
