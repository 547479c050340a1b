using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The negative log-likelihood ½ (ln v + (x − t)²/v) of targets t under normal distributions of mean x and variance v, element by element, then reduced. NaN where v is 0 or below: keep it above by Softplus or Clamp.</summary>
        /// <param name="target">The targets t, with the lengths of this node.</param>
        /// <param name="variance">The variances v, above 0; lengths that broadcast to those of this node.</param>
        /// <param name="full">Whether ½ ln 2π is added, so that it is the whole logarithm.</param>
        /// <param name="reduction">Whether the mean of the losses is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node.</returns>
        /// <exception cref="ArgumentException">The lengths differ; or those of the variance do not broadcast to them.</exception>
        /// <remarks>Elsewhere <c>torch.nn.functional.gaussian_nll_loss</c>, which raises variances below 10⁻⁶ without telling.</remarks>
        /// <example><code>tape.Variable([1.0], [1]).GaussianNegativeLogLikelihood(tape.Constant([3.0], [1]), tape.Constant([1.0], [1]))   // 2</code></example>
        public Variable<T> GaussianNegativeLogLikelihood(Variable<T> target, Variable<T> variance, bool full = false, LossReduction reduction = LossReduction.Mean)
        {
            CheckSame("GaussianNegativeLogLikelihood", prediction, target);
            CheckBroadcasts("GaussianNegativeLogLikelihood", "the variance", prediction, variance);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(Reduced("GaussianNegativeLogLikelihood", GaussianOf(prediction - target, variance, full), reduction));
        }
    }

    private static Variable<T> GaussianOf<T>(Variable<T> r, Variable<T> variance, bool full)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T half = T.CreateSaturating(0.5);
        Variable<T> loss = (variance.Log() + (r.Square() / variance)) * half;
        return full ? loss + (half * T.Log(T.Tau)) : loss;
    }
}
