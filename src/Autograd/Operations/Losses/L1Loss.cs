using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The absolute error |z − t|, element by element, then reduced; its slope is 0 where z = t.</summary>
        /// <param name="target">The targets t, with the lengths of this node.</param>
        /// <param name="reduction">Whether the mean of the losses is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here.</exception>
        /// <remarks>Elsewhere mean absolute error, <c>torch.nn.functional.l1_loss</c>.</remarks>
        /// <example><code>tape.Variable([1.0, 4], [2]).L1Loss(tape.Constant([2.0, 2], [2]))   // 1.5</code></example>
        public Variable<T> L1Loss(Variable<T> target, LossReduction reduction = LossReduction.Mean)
        {
            CheckSame("L1Loss", prediction, target);
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(Reduced("L1Loss", (prediction - target).Abs(), reduction));
        }
    }
}
