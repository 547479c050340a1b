using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>x brought nearer to 0 by a threshold, and 0 where it is nearer than that, element by element: y = sign(x) max(|x| − threshold, 0), with dy/dx = 1 where |x| &gt; threshold, else 0. The step that a penalty Σ |x| asks for.</summary>
        /// <param name="threshold">0 or more.</param>
        /// <returns>A node with the lengths of this one.</returns>
        /// <exception cref="ArgumentException">The threshold is below 0, or NaN.</exception>
        /// <remarks>NaN stays NaN. Elsewhere <c>torch.nn.Softshrink</c>, <c>jax.nn.soft_thresholding</c>.</remarks>
        /// <example><code>tape.Variable([-2.0, 0.25, 3], [3]).Softshrink(0.5)   // −1.5, 0, 2.5, with slopes 1, 0, 1</code></example>
        public Variable<T> Softshrink(T threshold)
        {
            if (!(threshold >= T.Zero)) throw Errors.NumberOutside("Softshrink", "the threshold", threshold, "0 or more", nameof(threshold));
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep((x - threshold).Relu() - (-x - threshold).Relu());
        }
    }
}
