using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The hinge loss max(0, 1 − t z) of a score z for a target t of −1 or 1, element by element, then reduced; its slope is 0 at the kink, where t z = 1.</summary>
        /// <param name="target">The targets, −1 or 1, with the lengths of this node.</param>
        /// <param name="reduction">Whether the mean of the losses is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here.</exception>
        /// <remarks>Elsewhere <c>sklearn.metrics.hinge_loss</c>, <c>optax.losses.hinge_loss</c>: that of support vector machines.</remarks>
        /// <example><code>tape.Variable([0.5, -2], [2]).HingeLoss(tape.Constant([1.0, -1], [2]))   // 0.25</code></example>
        public Variable<T> HingeLoss(Variable<T> target, LossReduction reduction = LossReduction.Mean)
        {
            CheckSame("HingeLoss", prediction, target);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(Reduced("HingeLoss", (T.One - (target * prediction)).Relu(), reduction));
        }
    }
}
