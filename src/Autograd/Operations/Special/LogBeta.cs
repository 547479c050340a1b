using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The logarithm of the beta function of positive numbers, ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), element by element.</summary>
        /// <param name="b">The second parameter; lengths that broadcast to this node's, or the reverse.</param>
        /// <returns>A node with the lengths that both broadcast to.</returns>
        /// <exception cref="ArgumentException">The lengths do not broadcast to each other.</exception>
        /// <remarks>Where a is large beside b, the terms cancel: the error is that of the largest of them. Elsewhere <c>scipy.special.betaln</c>.</remarks>
        /// <example><code>tape.Variable(2.0).LogBeta(tape.Variable(3.0))   // −ln 12</code></example>
        public Variable<T> LogBeta(Variable<T> b)
        {
            using var attempt = new Attempt<T>(a.Tape);
            Variable<T> sum = a + b;
            return attempt.Keep(a.LogGamma() + b.LogGamma() - sum.LogGamma());
        }
    }
}
