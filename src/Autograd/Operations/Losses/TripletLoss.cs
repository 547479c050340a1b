using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> anchor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The triplet loss max(0, ‖a − p‖ − ‖a − n‖ + margin) of the vectors along the last dimension: an anchor a, this node, belongs to p and not to n; for each example, then reduced. The slope is 0 at the kink and where vectors are equal. (Schroff et al. 2015.)</summary>
        /// <param name="positive">The vectors p, with the lengths of this node.</param>
        /// <param name="negative">The vectors n, with the lengths of this node.</param>
        /// <param name="margin">How much farther n should be, 0 or more; 1 unless given.</param>
        /// <param name="reduction">Whether the mean of the losses is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node without the last.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here; this node is a scalar; or the margin is negative.</exception>
        /// <remarks>Elsewhere <c>torch.nn.TripletMarginLoss</c>, which adds 10⁻⁶ to every difference.</remarks>
        /// <example><code>tape.Variable([0.0, 0], [2]).TripletLoss(tape.Constant([3.0, 4], [2]), tape.Constant([0.0, 1], [2]))   // 5</code></example>
        public Variable<T> TripletLoss(Variable<T> positive, Variable<T> negative, T? margin = null, LossReduction reduction = LossReduction.Mean)
        {
            CheckSame("TripletLoss", anchor, positive);
            CheckSame("TripletLoss", anchor, negative);
            T distance = CheckNotNegative("TripletLoss", "the margin", margin ?? T.One, nameof(margin));
            using var attempt = new Attempt<T>(anchor.Tape);
            return attempt.Keep(Reduced("TripletLoss", ((anchor - positive).Norm(-1) - (anchor - negative).Norm(-1) + distance).Relu(), reduction));
        }
    }
}
