using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The trigamma function ψ′(x), the second derivative of ln Γ(x), element by element.</summary>
        /// <returns>A node with the lengths of this one.</returns>
        /// <remarks>Elsewhere <c>torch.polygamma(1, x)</c>, <c>scipy.special.polygamma(1, x)</c>.</remarks>
        /// <example><code>tape.Variable(1.0).Trigamma()   // π²/6</code></example>
        public Variable<T> Trigamma() => x.Polygamma(1);
    }
}
