using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> prediction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The focal loss −α (1 − p)ᵞ ln p, p being the probability that the logit x gives to its target t of 0 or 1, σ(x) or σ(−x); element by element, then reduced. With all digits however large the logits. (Lin et al. 2017.)</summary>
        /// <param name="target">The targets, 0 or 1, with the lengths of this node.</param>
        /// <param name="focus">γ, 0 or more; 2 unless given. With 0 it is the binary cross-entropy.</param>
        /// <param name="balance">α where t = 1, and 1 − α where t = 0; without it, 1 for both.</param>
        /// <param name="reduction">Whether the mean of the losses is given, their sum or each by itself.</param>
        /// <returns>A scalar, or the lengths of this node.</returns>
        /// <exception cref="ArgumentException">The lengths differ: nothing is broadcast here; the focus is negative, or the balance not from 0 to 1.</exception>
        /// <remarks>Elsewhere <c>torchvision.ops.sigmoid_focal_loss</c>.</remarks>
        /// <example><code>tape.Variable([0.0], [1]).FocalLoss(tape.Constant([1.0], [1]))   // 0.173 = ¼ ln 2</code></example>
        public Variable<T> FocalLoss(Variable<T> target, T? focus = null, T? balance = null, LossReduction reduction = LossReduction.Mean)
        {
            CheckSame("FocalLoss", prediction, target);
            T exponent = CheckNotNegative("FocalLoss", "the focus", focus ?? T.CreateSaturating(2), nameof(focus));
            if (balance is { } share && !(share >= T.Zero && share <= T.One)) throw Errors.NumberOutside("FocalLoss", "the balance", share, "from 0 to 1", nameof(balance));
            using var attempt = new Attempt<T>(prediction.Tape);
            return attempt.Keep(Reduced("FocalLoss", FocalOf(prediction, target, exponent, balance), reduction));
        }
    }

    private static Variable<T> FocalOf<T>(Variable<T> x, Variable<T> target, T focus, T? balance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // (1 − p)ᵞ as an exponential of logarithms: its slope stays finite where 1 − p is 0.
        Variable<T> toTarget = x * ((target * T.CreateSaturating(2)) - T.One);
        Variable<T> loss = -toTarget.LogSigmoid();
        if (focus != T.Zero) loss = ((-toTarget).LogSigmoid() * focus).Exp() * loss;
        return balance is { } share ? loss * ((target * (share + share - T.One)) + (T.One - share)) : loss;
    }
}
