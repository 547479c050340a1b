using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The absolute error made smooth at 0, of r = z − t, element by element, then reduced: r²/(2β) where |r| ≤ β, else |r| − β/2; |r| where β = 0.</summary>
        /// <param name="target">The targets t, with the lengths of this node.</param>
        /// <param name="width">β, 0 or more; 1 unless given.</param>
        /// <param name="reduction">Whether the mean of the losses is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here; or the width is negative.</exception>
        /// <remarks>Elsewhere <c>torch.nn.functional.smooth_l1_loss</c>. HuberLoss is this times β.</remarks>
        /// <example><code>tape.Variable([0.25, 3], [2]).SmoothL1Loss(tape.Constant([0.0, 0], [2]), 0.5, LossReduction.None)   // 0.0625, 2.75</code></example>
        public Variable<T> SmoothL1Loss(Variable<T> target, T? width = null, LossReduction reduction = LossReduction.Mean)
        {
            CheckSame("SmoothL1Loss", prediction, target);
            T limit = CheckNotNegative("SmoothL1Loss", "the width", width ?? T.One, nameof(width));
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(Reduced("SmoothL1Loss", SmoothL1Of(prediction - target, limit), reduction));
        }
    }

    private static Variable<T> SmoothL1Of<T>(Variable<T> r, T width)
        where T : unmanaged, IFloatingPointIeee754<T> => width == T.Zero ? r.Abs() : r.Apply(new HuberOperation<T>(width)) / width;
}
