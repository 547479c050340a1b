using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The beta function of positive numbers, B(a, b) = Γ(a) Γ(b) / Γ(a + b), element by element.</summary>
        /// <param name="b">The second parameter; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <remarks>The exponential of <see cref="LogBeta"/>, whose error it shows as many times as that is large. Elsewhere <c>scipy.special.beta</c>.</remarks>
        /// <example><code>tape.Variable(2.0).Beta(tape.Variable(3.0))   // 1/12</code></example>
        public Variable<T> Beta(Variable<T> b)
        {
            using var attempt = new Attempt<T>(a.Tape);
            return attempt.Keep(a.LogBeta(b).Exp());
        }
    }
}
