using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// The scaled exponential linear unit, element by element: 1.0507… x where x > 0, else 1.7581… (eˣ − 1), which keeps means at 0 and variances
        /// at 1 through layers. (Klambauer et al. 2017.)
        /// </summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>The slope at 0 is that below, 1.7581…. Elsewhere <c>torch.nn.SELU</c>, <c>jax.nn.selu</c>.</remarks>
        /// <example><code>tape.Variable([-1.0, 0, 1], [3]).Selu()   // −1.1113, 0, 1.0507</code></example>
        public Variable<T> Selu()
        {
            using var attempt = new Attempt<T>(x.Tape);
            return attempt.Keep(x.Elu(T.CreateSaturating(1.7580993408473766)) + (x.Relu() * T.CreateSaturating(0.0507009873554805)));
        }
    }
}
