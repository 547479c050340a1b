using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The Kullback–Leibler divergence Σ t (ln t − x) of distributions t along the last dimension from those whose logarithms this node has, for each example, then reduced; with 0 · ∞ = 0, and slope 0 by a t of 0.</summary>
        /// <param name="target">The probabilities t, with the lengths of this node.</param>
        /// <param name="reduction">Whether the mean of the losses is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node without the last.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here; or this node is a scalar.</exception>
        /// <remarks>Elsewhere <c>torch.nn.functional.kl_div</c>, whose <c>batchmean</c> for a matrix is the mean here: that over examples, not over elements.</remarks>
        /// <example><code>tape.Variable([0.5, 0.5], [2]).Log().KullbackLeiblerDivergence(tape.Constant([1.0, 0], [2]))   // 0.693 = ln 2</code></example>
        public Variable<T> KullbackLeiblerDivergence(Variable<T> target, LossReduction reduction = LossReduction.Mean)
        {
            CheckSame("KullbackLeiblerDivergence", prediction, target);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(Reduced("KullbackLeiblerDivergence", prediction.Tape.Where(target, target * (target.Log() - prediction), T.Zero).Sum(-1), reduction));
        }
    }
}
